"""What of this room the audit knows (community/audit)."""

from django.utils.translation import gettext_lazy as _

from community.audit.models import Reason
from community.audit.verbs import Verb

CASE_READ = Verb(
    name="case_read",
    sentence=_("%(name)s looked at something of yours that somebody had spoken of, to decide about it."),
    told=_("looked at something that somebody had spoken of, to decide about it"),
    reasons=(Reason.REPORT,),
)
