"""What of this room the audit knows (community/audit)."""

from django.utils.translation import gettext_lazy as _

from community.audit.models import Reason
from community.audit.verbs import Verb

POST_HISTORY_READ = Verb(
    name="post_history_read",
    sentence=_("%(name)s read what had stood in a post of yours before you changed it."),
    told=_("read what had stood in a post before it was changed"),
    reasons=(Reason.REPORT, Reason.ASKED, Reason.SAFETY, Reason.DISPUTE),
)
