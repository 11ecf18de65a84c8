"""What of this room the audit knows (community/audit)."""

from django.utils.translation import gettext_lazy as _

from community.audit.models import Reason
from community.audit.verbs import Verb

MEMBERS_LISTED = Verb(
    name="members_listed",
    sentence=_("%(name)s looked at the list of members."),
    told=_("looked at the list of members"),
    reasons=(Reason.CARE,),
    # The whole day's work of a consultant: a second pair of eyes would see nothing in it.
    looked_at=False,
)
