"""Leading a meeting from its beginning to its end.

Where a meeting stands is in the database alone, and every deed names the thing it is about and locks the agenda's row:
two who lead at once, a phone that dies and a server that restarts change nothing about that. A deed about something
that is done already changes nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import Refused, require
from youth_network.agendas.models import Agenda, AgendaItem, ItemState, Outcome, Phase, Placement
from youth_network.agendas.order import settle_order, touch
from youth_network.agendas.policy import is_youth_of, youth_membership
from youth_network.agendas.tables import carry_over, lock_group, locked
from youth_network.live_meetings.activity import MeetingEnded, MeetingWentOn
from youth_network.live_meetings.models import TimeWish, WitnessRound
from youth_network.live_meetings.policy import (
    can_drive,
    can_start_meeting,
    can_wish_time,
)

#: Minutes that "more time" gives, and the most an item gets that way.
MORE_MINUTES, MOST_MORE = 5, 60
#: A meeting that nobody ends is ended so long after its hour.
FORGOTTEN_AFTER = timedelta(hours=4)


class Elsewhere(Refused):
    """The meeting stands somewhere else by now."""


def went_on(actor: Person | None, agenda: Agenda, *, topics: tuple[int, ...] = ()) -> None:
    """Count the change and let every open page follow."""
    touch(agenda)
    record(MeetingWentOn(actor=actor, agenda=agenda, topics=topics))


def driven(actor: Person, agenda: Agenda) -> Agenda:
    """The agenda of a meeting that is held, with its row locked, for somebody who leads it."""
    agenda = locked(agenda)
    require(can_drive(actor, agenda), _("Whoever has a role leads the meeting. Take one, and you can go on."))
    require(agenda.is_running, _("The meeting is not on."))
    return agenda


@transaction.atomic
def start_meeting(*, actor: Person, agenda: Agenda) -> Agenda:
    """Begin with check-in. The votes close if they had not, and the table's order stands from now on.

    Every open page follows. Once it is on, again changes nothing. Raises Refused for anybody whom
    can_start_meeting does not name, more than an hour before, and when the meeting is cancelled or over.
    """
    agenda = locked(agenda)
    if agenda.is_running and (can_drive(actor, agenda) or is_youth_of(actor, agenda.meeting.group_id)):
        return agenda
    require(can_start_meeting(actor, agenda), _("The meeting begins with one of its roles, from an hour before."))
    now = clock.now()
    if agenda.closes_at > now:
        agenda.closes_at = now
        agenda.save(update_fields=["closes_at"])
    settle_order(agenda)
    agenda.phase, agenda.started_at = Phase.CHECK_IN, now
    agenda.save(update_fields=["phase", "started_at"])
    went_on(actor, agenda)
    return agenda


@transaction.atomic
def go_to_items(*, actor: Person, agenda: Agenda) -> None:
    """End check-in and start the first item. Every open page follows.

    From anywhere else it changes nothing. Raises Refused for anybody who does not lead.
    """
    agenda = driven(actor, agenda)
    if agenda.phase != Phase.CHECK_IN:
        return
    agenda.phase = Phase.ITEMS
    agenda.save(update_fields=["phase"])
    _start(agenda, next_item(agenda))
    went_on(actor, agenda)


@transaction.atomic
def start_item(*, actor: Person, placement: Placement) -> None:
    """Start an item that waits, out of its turn too; nothing else may run. Already running it changes nothing.

    Every open page follows. Raises Elsewhere when another item runs or this one is done.
    """
    agenda = driven(actor, placement.agenda)
    if agenda.current_id == placement.pk:
        return
    if agenda.phase != Phase.ITEMS or agenda.current_id is not None:
        raise Elsewhere(_("The meeting is at something else right now."))
    placement = agenda.placements.get(pk=placement.pk)
    if placement.outcome != Outcome.WAITING:
        raise Elsewhere(_("That item is done already."))
    _start(agenda, placement)
    went_on(actor, agenda)


@transaction.atomic
def finish_item(
    *, actor: Person, placement: Placement, outcome: str = Outcome.DISCUSSED, then_next: bool = True
) -> None:
    """Put the item that runs aside as discussed or parked, and start the next one; after the last comes check-out.

    Every open page follows, and its topic shows what became of it. An item that is done already changes nothing: two
    who press "on" at once move the meeting one step. Raises Refused for anybody who does not lead.
    """
    require(outcome in (Outcome.DISCUSSED, Outcome.PARKED), _("An item is discussed or parked."))
    agenda = driven(actor, placement.agenda)
    if agenda.current_id != placement.pk:
        return
    placement = agenda.placements.select_related("item").get(pk=placement.pk)
    _finish(agenda, placement, Outcome(outcome))
    if then_next:
        following = next_item(agenda)
        if following is None:
            agenda.phase = Phase.CHECK_OUT
            agenda.save(update_fields=["phase"])
        else:
            _start(agenda, following)
    went_on(actor, agenda, topics=_topics(placement))


@transaction.atomic
def reopen_item(*, actor: Person, placement: Placement) -> None:
    """Go back to the item that was done last; what was begun after it waits again, untouched.

    Its minutes run on from where they stood. Every open page follows. Raises Elsewhere when it was not the last one.
    """
    agenda = driven(actor, placement.agenda)
    if agenda.current_id == placement.pk:
        return
    last = agenda.placements.filter(ended_at__isnull=False).order_by("-ended_at", "-started_at").first()
    if last is None or last.pk != placement.pk or last.outcome not in (Outcome.DISCUSSED, Outcome.PARKED):
        raise Elsewhere(_("The meeting is at something else right now."))
    if agenda.current_id:
        # What was begun after it waits again as if it had not been.
        agenda.placements.filter(pk=agenda.current_id).update(started_at=None, more_minutes=0)
        TimeWish.objects.filter(placement=agenda.current_id).delete()
        WitnessRound.objects.filter(placement=agenda.current_id).delete()
    item = AgendaItem.objects.select_related("topic").get(pk=last.item_id)
    item.state = ItemState.OPEN
    item.save(update_fields=["state"])
    assert last.started_at is not None
    assert last.ended_at is not None
    last.started_at = clock.now() - (last.ended_at - last.started_at)
    last.ended_at, last.outcome = None, Outcome.WAITING
    last.save(update_fields=["started_at", "ended_at", "outcome"])
    agenda.phase, agenda.current = Phase.ITEMS, last
    agenda.save(update_fields=["phase", "current"])
    went_on(actor, agenda, topics=_topics(last))


@transaction.atomic
def give_more_time(*, actor: Person, placement: Placement, given: int) -> None:
    """Give the item that runs five minutes more. `given` is how many were given before, as the presser saw it: two who
    press at once give five. Every open page follows; the wishes for time begin anew. At most an hour in all.
    """
    agenda = driven(actor, placement.agenda)
    running = agenda.placements.filter(pk=placement.pk, pk__in=[agenda.current_id or 0], more_minutes=given)
    if given + MORE_MINUTES <= MOST_MORE and running.update(more_minutes=F("more_minutes") + MORE_MINUTES):
        TimeWish.objects.filter(placement=placement).delete()
        went_on(actor, agenda)


@transaction.atomic
def wish_time(*, actor: Person, placement: Placement, wish: str) -> None:
    """Say that one wishes more time, or to move on; the newest wish counts. Every open page shows the tendency.

    Raises Refused for anybody but the group's youths, and when the item does not run.
    """
    agenda = locked(placement.agenda)
    placement.refresh_from_db()
    require(can_wish_time(actor, placement), _("That item does not run now."))
    membership = youth_membership(actor, agenda.meeting.group_id)
    TimeWish.objects.update_or_create(
        placement=placement, membership=membership, defaults={"wish": wish, "wished_at": clock.now()}
    )
    went_on(None, agenda)


@transaction.atomic
def write_takeaway(*, actor: Person, placement: Placement, words: str) -> None:
    """Write the one line "we take with us" of an item that runs or ran; an empty one clears it. Open pages show it."""
    agenda = driven(actor, placement.agenda)
    ran = agenda.placements.filter(pk=placement.pk, started_at__isnull=False)
    require(bool(ran.update(takeaway=words)), _("The meeting has not reached that item yet."))
    topics = AgendaItem.objects.filter(placements=placement.pk, topic__isnull=False).values_list("topic_id", flat=True)
    went_on(actor, agenda, topics=tuple(topics))


@transaction.atomic
def go_to_check_out(*, actor: Person, agenda: Agenda) -> None:
    """Leave the table for check-out; an item that runs counts as discussed. Every open page follows."""
    agenda = driven(actor, agenda)
    if agenda.phase == Phase.CHECK_OUT:
        return
    topics = _finish_current(agenda)
    agenda.phase = Phase.CHECK_OUT
    agenda.save(update_fields=["phase"])
    went_on(actor, agenda, topics=topics)


@transaction.atomic
def end_meeting(*, actor: Person | None, agenda: Agenda) -> None:
    """End the meeting: an item that runs counts as discussed, what was not reached is carried over with seniority.

    The group's youths who were not there are told where to read what it talked about, and open pages follow. A meeting
    that is over already changes nothing. Raises Refused for anybody who does not lead; without an actor the clock ends
    it.
    """
    lock_group(agenda.meeting.group_id)
    agenda = locked(agenda)
    if agenda.phase == Phase.CLOSED:
        return
    if actor is not None:
        require(can_drive(actor, agenda), _("Whoever has a role leads the meeting. Take one, and you can go on."))
    require(agenda.is_running, _("The meeting is not on."))
    topics = _finish_current(agenda)
    agenda.phase, agenda.ended_at = Phase.CLOSED, clock.now()
    agenda.save(update_fields=["phase", "ended_at"])
    carry_over(agenda)
    touch(agenda)
    record(MeetingEnded(actor=actor, agenda=agenda, topics=topics))


def next_item(agenda: Agenda) -> Placement | None:
    """What waits next in the order that stands."""
    waiting = agenda.placements.filter(outcome=Outcome.WAITING, started_at=None)
    return waiting.order_by(F("position").asc(nulls_last=True), "pk").first()


def _start(agenda: Agenda, placement: Placement | None) -> None:
    if placement is not None:
        Placement.objects.filter(pk=placement.pk).update(started_at=clock.now())
    agenda.current = placement
    agenda.save(update_fields=["current"])


def _finish(agenda: Agenda, placement: Placement, outcome: Outcome) -> None:
    placement.ended_at, placement.outcome = clock.now(), outcome
    placement.save(update_fields=["ended_at", "outcome"])
    AgendaItem.objects.filter(pk=placement.item_id).update(state=ItemState(outcome))
    agenda.current = None
    agenda.save(update_fields=["current"])


def _finish_current(agenda: Agenda) -> tuple[int, ...]:
    """The item that runs counts as discussed. The topics whose life that changes."""
    if agenda.current_id is None:
        return ()
    placement = agenda.placements.select_related("item").get(pk=agenda.current_id)
    _finish(agenda, placement, Outcome.DISCUSSED)
    return _topics(placement)


def _topics(placement: Placement) -> tuple[int, ...]:
    return (placement.item.topic_id,) if placement.item.topic_id else ()
