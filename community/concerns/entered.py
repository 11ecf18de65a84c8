"""What of this room the audit knows (community/audit). While a note is held back, so is that it was read."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.audit.models import Reason
from community.audit.verbs import Verb
from community.concerns.models import ConcernNote

CONCERN_READ = Verb(
    name="concern_read",
    sentence=_("%(name)s read a note of concern about you."),
    told=_("read a note of concern"),
    reasons=(Reason.SAFETY, Reason.SIGNATURE),
    veiled=lambda: Q(subject_id__in=ConcernNote.objects.hidden().values("pk")),
)
