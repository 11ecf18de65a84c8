"""Holding the frame of a meeting: roles, the order of the table, when the votes close."""

from collections.abc import Sequence
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.membership.models import Group
from community.people.models import Person
from community.permissions import Refused, require
from youth_network.agendas.activity import ClosingSet, ItemsOrdered, RoleHandedBack, RoleTaken, VotesClosed
from youth_network.agendas.models import (
    LEAST_MINUTES,
    MOST_MINUTES,
    Agenda,
    AgendaHabit,
    MeetingRole,
    Outcome,
    Phase,
    Placement,
    Role,
)
from youth_network.agendas.order import table_of, touch
from youth_network.agendas.policy import can_order_items, can_set_closing, can_take_role, waits, youth_membership
from youth_network.agendas.tables import closing_time, locked


class OrderChanged(Refused):
    """The table is another by now than the one that was ordered."""


@transaction.atomic
def take_role(*, actor: Person, agenda: Agenda, role: Role) -> MeetingRole:
    """Take a role at the meeting that nobody holds; one's own again changes nothing. Open pages show it.

    Raises Refused when somebody else holds it, when the meeting is over, and for anybody but the group's youths.
    """
    agenda = locked(agenda)
    require(can_take_role(actor, agenda), _("The roles are the youths'."))
    membership = youth_membership(actor, agenda.meeting.group_id)
    assert membership is not None
    held, new = MeetingRole.objects.get_or_create(agenda=agenda, role=role, defaults={"membership": membership})
    require(held.membership_id == membership.pk, _("Somebody else has just taken it."))
    if new:
        touch(agenda)
        record(RoleTaken(actor=actor, agenda=agenda))
    return held


@transaction.atomic
def hand_back_role(*, actor: Person, agenda: Agenda, role: Role) -> None:
    """Hand a role back, before or during the meeting, without a word of why; again changes nothing. Open pages show it.

    Raises Refused when the meeting is over, and for anybody but the group's youths.
    """
    agenda = locked(agenda)
    require(can_take_role(actor, agenda), _("The roles are the youths'."))
    membership = youth_membership(actor, agenda.meeting.group_id)
    gone, _rows = MeetingRole.objects.filter(agenda=agenda, role=role, membership=membership).delete()
    if gone:
        touch(agenda)
        record(RoleHandedBack(actor=actor, agenda=agenda))


@transaction.atomic
def order_items(*, actor: Person, agenda: Agenda, placements: Sequence[int]) -> None:
    """Put what still waits in the host's own order, named by the places' keys. Open pages show it.

    Raises Refused for anybody but the youth who hosts and before the votes are closed, and OrderChanged where the list
    is not what waits now: nothing is changed then.
    """
    agenda = locked(agenda)
    require(can_order_items(actor, agenda), _("The host orders the table once the votes are closed."))
    table = table_of(agenda)
    waiting = {placement.pk for placement in table if waits(placement)}
    if len(placements) != len(waiting) or set(placements) != waiting:
        raise OrderChanged(_("The table has changed meanwhile. Look at it as it is now, and order it again."))
    # What was reached already, and the gaps, keep their places.
    rest = iter(placements)
    order = [next(rest) if placement.pk in waiting else placement.pk for placement in table]
    for position, pk in enumerate(order):
        Placement.objects.filter(pk=pk).update(position=position)
    agenda.host_ordered = True
    agenda.save(update_fields=["host_ordered"])
    touch(agenda)
    record(ItemsOrdered(actor=actor, agenda=agenda))


@transaction.atomic
def move_item(*, actor: Person, placement: Placement, earlier: bool) -> None:
    """Move a waiting item one place up or down; at the end of the table it stays. See order_items."""
    agenda = locked(placement.agenda)
    keys = [place.pk for place in table_of(agenda) if waits(place)]
    if placement.pk not in keys:
        raise OrderChanged(_("The table has changed meanwhile. Look at it as it is now, and order it again."))
    at = keys.index(placement.pk)
    to = min(max(at + (-1 if earlier else 1), 0), len(keys) - 1)
    keys.insert(to, keys.pop(at))
    order_items(actor=actor, agenda=agenda, placements=keys)


@transaction.atomic
def set_minutes(*, actor: Person, placement: Placement, minutes: int) -> None:
    """Give a waiting item so many minutes. Open pages show it.

    Raises Refused for anybody but the youth who hosts, before the votes are closed, once it was reached, and outside
    1 to 90 minutes.
    """
    agenda = locked(placement.agenda)
    require(can_order_items(actor, agenda), _("The host sets the minutes once the votes are closed."))
    require(LEAST_MINUTES <= minutes <= MOST_MINUTES, _("Between 1 and 90 minutes."))
    waiting = agenda.placements.filter(pk=placement.pk, outcome=Outcome.WAITING, started_at=None)
    require(bool(waiting.update(minutes=minutes)), _("The meeting has reached it already."))
    touch(agenda)
    record(ItemsOrdered(actor=actor, agenda=agenda))


@transaction.atomic
def set_closing(*, actor: Person, group: Group, days_before: int, closes: time) -> AgendaHabit:
    """Choose when the group's votes close from now on; tables whose votes are still open follow, closed ones stay.

    Open pages show it. Raises Refused for anybody but the group's youths.
    """
    require(can_set_closing(actor, group), _("When the votes close is the group's own choice."))
    habit, _made = AgendaHabit.objects.update_or_create(
        group=group, defaults={"closes_days_before": days_before, "closes": closes}
    )
    changed = []
    ahead = Agenda.objects.select_for_update(of=("self",)).filter(meeting__group=group, phase=Phase.AHEAD)
    for agenda in ahead.filter(closes_at__gt=clock.now()).select_related("meeting__group").order_by("pk"):
        agenda.closes_at = closing_time(agenda.meeting)
        agenda.save(update_fields=["closes_at"])
        touch(agenda)
        changed.append(agenda.pk)
    record(ClosingSet(actor=actor, group=group, agendas=tuple(changed)))
    return habit


@transaction.atomic
def tell_that_votes_closed(agenda: Agenda) -> None:
    """Announce once that the votes are closed: the group's youths hear that their agenda is ready, where there is one.

    Decides nothing: the votes were closed by the clock. A meeting that is cancelled or over is not told of.
    """
    agenda = locked(agenda)
    if agenda.closing_told_at is not None or agenda.closes_at > clock.now():
        return
    agenda.closing_told_at = clock.now()
    agenda.save(update_fields=["closing_told_at"])
    waiting = agenda.placements.filter(outcome=Outcome.WAITING).exists()
    if waiting and agenda.phase == Phase.AHEAD and agenda.meeting.cancelled_at is None:
        touch(agenda)
        record(VotesClosed(actor=None, agenda=agenda))
