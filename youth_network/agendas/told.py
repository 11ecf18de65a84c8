"""How what happens to agendas is told to people: in the app, and by mail."""

from django.utils.translation import gettext_lazy as _

from community.notifications.kinds import Kind, Mail
from youth_network.agendas.activity import ItemProposed, ItemTakenDown, VotesClosed
from youth_network.agendas.models import Agenda, AgendaItem


def _table_of(item: AgendaItem) -> int | None:
    return item.placements.order_by("-pk").values_list("agenda_id", flat=True).first()


ITEM_PROPOSED = Kind(
    activity=ItemProposed,
    label=_("My topic is put on an agenda"),
    visible_to=AgendaItem.objects.visible_to,
    retell=lambda item: ItemProposed(actor=item.proposer.person, item=item, agenda_id=_table_of(item)),
    select_related=("proposer__person", "topic", "group__space"),
    space=lambda item: item.group.space,
    thread=lambda item: f"agenda:{item.group_id}",
)

ITEM_TAKEN_DOWN = Kind(
    activity=ItemTakenDown,
    label=_("An item is taken off our agenda"),
    visible_to=AgendaItem.objects.visible_to,
    retell=lambda item: ItemTakenDown(
        actor=item.taken_down_by.person if item.taken_down_by else None, item=item, agenda_id=_table_of(item)
    ),
    select_related=("taken_down_by__person", "topic", "group__space"),
    space=lambda item: item.group.space,
    thread=lambda item: f"agenda:{item.group_id}",
    announces=False,
    mail=Mail(subject=_("Your agenda"), general=_("Something has been taken off your group's agenda.")),
)

VOTES_CLOSED = Kind(
    activity=VotesClosed,
    label=_("Our agenda is ready"),
    visible_to=Agenda.objects.visible_to,
    retell=lambda agenda: VotesClosed(actor=None, agenda=agenda),
    select_related=("meeting__group__space",),
    space=lambda agenda: agenda.meeting.group.space,
    mail=Mail(subject=_("Your agenda"), general=_("The agenda of your next meeting is ready.")),
)
