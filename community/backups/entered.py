"""What of this room the audit knows (community/audit)."""

from django.utils.translation import gettext_lazy as _

from community.audit.models import Reason
from community.audit.verbs import Verb

BACKUP_MADE = Verb(
    name="backup_made",
    sentence=_("%(name)s made a copy of everything."),
    told=_("made a copy of everything"),
    reasons=(Reason.UPKEEP,),
    looked_at=False,
)
