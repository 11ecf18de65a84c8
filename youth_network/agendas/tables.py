"""Which table an item lies on: agendas open with their meetings, and nobody's item is ever lost between two."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from community import clock
from community.activity.record import record
from community.meetings.models import Meeting
from community.membership.models import Group
from community.roles import GroupKind
from youth_network.agendas.activity import AgendaOpened
from youth_network.agendas.models import (
    Agenda,
    AgendaHabit,
    AgendaItem,
    ItemState,
    Outcome,
    Phase,
    Placement,
)
from youth_network.agendas.order import touch

#: Called with the old place and the new one when an item that was not reached is laid on its next table.
on_carrying: list[Callable[[Placement, Placement], object]] = []

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
#: When votes close where a group has chosen nothing (design.md section 3).
CLOSES_DAYS_BEFORE, CLOSES = 1, time(20)
#: A meeting that is moved so near that its votes would be closed already leaves this long for voting, if there is time.
LEAST_VOTING = timedelta(hours=2)


def locked(agenda: Agenda) -> Agenda:
    """The agenda with its row locked: whoever changes the meeting next waits here and asks about what stands then."""
    return Agenda.objects.select_for_update(of=("self",)).select_related("meeting__group").get(pk=agenda.pk)


def lock_group(group_id: int) -> Group:
    """The group with its row locked, by whoever moves items between its tables, before any agenda is locked."""
    return Group.objects.select_for_update(no_key=True).get(pk=group_id)


def closing_time(meeting: Meeting) -> datetime:
    """When the votes of this meeting close, by the group's habit."""
    habit = AgendaHabit.objects.filter(group=meeting.group_id).first()
    days = habit.closes_days_before if habit else CLOSES_DAYS_BEFORE
    at = habit.closes if habit else CLOSES
    day: date = meeting.starts_at.astimezone(COPENHAGEN).date() - timedelta(days=days)
    closes = datetime.combine(day, at, COPENHAGEN).astimezone(UTC)
    now = clock.now()
    if closes <= now < meeting.starts_at:
        closes = now + LEAST_VOTING
    return min(closes, meeting.starts_at)


def open_agenda(meeting: Meeting) -> None:
    """Lay a table for a youth group's meeting, with whatever waits. Called in the transaction that makes the meeting.

    A meeting that is held after all has its table already; it is laid with what waits now.
    """
    if meeting.group.kind != GroupKind.YOUTH_GROUP:
        return
    lock_group(meeting.group_id)
    agenda, made = Agenda.objects.get_or_create(meeting=meeting, defaults={"closes_at": closing_time(meeting)})
    place_waiting(meeting.group_id)
    if made:
        record(AgendaOpened(actor=None, agenda=agenda))


def move_agenda(meeting: Meeting, before: datetime) -> None:
    """Let the votes close with the meeting's new time. What is closed stays closed."""
    agenda = Agenda.objects.select_for_update().filter(meeting=meeting).first()
    if agenda is not None and agenda.phase == Phase.AHEAD and clock.now() < agenda.closes_at:
        agenda.closes_at = closing_time(meeting)
        agenda.save(update_fields=["closes_at"])
        touch(agenda)


def clear_agenda(meeting: Meeting) -> None:
    """Carry what lay on a cancelled meeting's table over to the next one."""
    lock_group(meeting.group_id)
    agenda = Agenda.objects.select_for_update().filter(meeting=meeting).first()
    if agenda is not None:
        carry_over(agenda)


def carry_over(agenda: Agenda) -> None:
    """Carry what was not reached over to the next table, one step more senior.

    The team's practical slot is not carried: it is parked. Call it with the group's and the agenda's rows locked.
    """
    waiting = agenda.placements.filter(outcome=Outcome.WAITING)
    practical = AgendaItem.objects.filter(pk__in=waiting.filter(practical=True).values("item_id"))
    practical.update(state=ItemState.PARKED)
    waiting.filter(practical=True).update(outcome=Outcome.PARKED)
    AgendaItem.objects.filter(pk__in=waiting.values("item_id")).update(carried=F("carried") + 1)
    waiting.update(outcome=Outcome.CARRIED)
    touch(agenda)
    place_waiting(agenda.meeting.group_id)


def next_table(group_id: int) -> Agenda | None:
    """The table that new items come to: the soonest whose votes are still open."""
    return (
        Agenda.objects.filter(
            meeting__group=group_id, meeting__cancelled_at=None, phase=Phase.AHEAD, closes_at__gt=clock.now()
        )
        .select_related("meeting__group")
        .order_by("meeting__starts_at", "pk")
        .first()
    )


def place_waiting(group_id: int) -> Agenda | None:
    """Lay every open item that lies nowhere on the next table. Where there is none yet, they wait for it.

    Call it with the group's row locked."""
    agenda = next_table(group_id)
    if agenda is None:
        return None
    lying = Placement.objects.filter(outcome=Outcome.WAITING).values("item_id")
    items = AgendaItem.objects.filter(group=group_id, state=ItemState.OPEN).exclude(pk__in=lying)
    placed = [lay(item, agenda) for item in items.order_by("proposed_at", "pk")]
    for place in placed:
        earlier = (
            Placement.objects.filter(item=place.item_id, outcome=Outcome.CARRIED)
            .order_by("-agenda__meeting__starts_at")
            .first()
        )
        if earlier:
            for carried in on_carrying:
                carried(earlier, place)
    if placed:
        touch(agenda)
    return agenda


def lay(item: AgendaItem, agenda: Agenda) -> Placement:
    """Lay the item on the table; one that lay there before lies there again."""
    placement, _made = Placement.objects.update_or_create(
        agenda=agenda,
        item=item,
        defaults={"outcome": Outcome.WAITING, "practical": item.practical, "minutes": item.minutes},
    )
    return placement


def place_of(item: AgendaItem) -> Placement | None:
    """Where the item waits now."""
    return item.placements.filter(outcome=Outcome.WAITING).select_related("agenda__meeting").first()
