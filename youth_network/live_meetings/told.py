"""How what happens at meetings is told to people: in the app, and by mail."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from youth_network.agendas.models import Agenda
from youth_network.live_meetings.activity import ChairAnswered, FrameHanded, MeetingEnded
from youth_network.live_meetings.models import EmptyChair

FRAME_HANDED = Kind(
    activity=FrameHanded,
    label=_("A group asks me to go on with its meeting"),
    visible_to=Agenda.objects.visible_to,
    retell=lambda agenda: FrameHanded(actor=None, agenda=agenda),
    select_related=("meeting__group__space", "led_by"),
    space=lambda agenda: agenda.meeting.group.space,
    announces=False,
)

MEETING_ENDED = Kind(
    activity=MeetingEnded,
    label=_("What a meeting talked about that I could not come to"),
    visible_to=Agenda.objects.visible_to,
    retell=lambda agenda: MeetingEnded(actor=None, agenda=agenda),
    select_related=("meeting__group__space",),
    space=lambda agenda: agenda.meeting.group.space,
    announces=False,
    mail=Mail(subject=_("Your meeting"), general=_("See you next time. Here is what we talked about.")),
)

CHAIR_ANSWERED = Kind(
    activity=ChairAnswered,
    label=_("My group answers what I left on my empty chair"),
    visible_to=EmptyChair.objects.visible_to,
    retell=lambda chair: ChairAnswered(
        actor=chair.answered_by.person if chair.answered_by else None, agenda=chair.placement.agenda, chair=chair
    ),
    select_related=(
        "author",
        "answered_by__person",
        "placement__item",
        "placement__agenda__meeting__group__space",
    ),
    space=lambda chair: chair.placement.agenda.meeting.group.space,
    mail=Mail(subject=_("Your meeting"), general=_("Your group has answered you.")),
)
