"""How numbers that wait to be checked are told of."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from home.help_lines.activity import LinesToCheck
from home.help_lines.models import LineCheck
from home.help_lines.policy import can_keep_lines

LINES_TO_CHECK = Kind(
    activity=LinesToCheck,
    label=_("Numbers under “Get help now” are to be checked"),
    visible_to=lambda person: LineCheck.objects.visible_to(person),
    retell=lambda check: LinesToCheck(actor=None, check=check),
    thread=lambda check: "help_lines",
    concerns=can_keep_lines,
    announces=False,
    mail=Mail(
        subject=_("Numbers under “Get help now” are to be checked"),
        general=_("Numbers under “Get help now” were not checked for three months. Ring them, and note the day."),
    ),
)
