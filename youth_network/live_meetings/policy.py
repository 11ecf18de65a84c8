"""Who may do what while a meeting is held. The youths hold the frame; a consultant only when they ask."""

from datetime import timedelta

from community import clock
from community.asides.operations import is_put_aside
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import memberships
from youth_network.agendas.models import Agenda, Outcome, Phase, Placement, Role
from youth_network.agendas.policy import has_meeting_role, is_youth_of
from youth_network.live_meetings.models import CHAIR_ANSWER, Agreement, EmptyChair, WitnessRound

#: How early before its hour a meeting can begin, and how long after its end it still can.
EARLY, LATE = timedelta(hours=1), timedelta(hours=4)


def is_led_by(person: Person, agenda: Agenda) -> bool:
    """Whether the youths asked this consultant to go on, who still is one of the network."""
    return agenda.led_by_id is not None and any(m.pk == agenda.led_by_id for m in memberships(person))


def can_drive(person: Person, agenda: Agenda) -> bool:
    """Lead the meeting from one thing to the next: any youth with a role, or the consultant the youths asked."""
    return has_meeting_role(person, agenda) or is_led_by(person, agenda)


def can_start_meeting(person: Person, agenda: Agenda) -> bool:
    """From an hour before: whoever has a role; any youth of the group while nobody hosts."""
    meeting, now = agenda.meeting, clock.now()
    if agenda.phase != Phase.AHEAD or meeting.cancelled_at is not None:
        return False
    if not meeting.starts_at - EARLY <= now <= meeting.ends_at + LATE:
        return False
    hosted = agenda.roles.filter(role=Role.HOST).exists()
    return can_drive(person, agenda) or (not hosted and is_youth_of(person, meeting.group_id))


def can_hand_to_consultant(person: Person, agenda: Agenda) -> bool:
    """Any youth of the group, before and during the meeting, and back again."""
    return agenda.phase != Phase.CLOSED and is_youth_of(person, agenda.meeting.group_id)


def can_take_turn(person: Person, agenda: Agenda, membership: Membership) -> bool:
    """One's own turn at check-in or check-out; whoever drives notes it for somebody without a phone."""
    own = any(m.pk == membership.pk for m in memberships(person)) and is_youth_of(person, agenda.meeting.group_id)
    return own or can_drive(person, agenda)


def can_wish_time(person: Person, placement: Placement) -> bool:
    """Any youth of the group, about the item that runs."""
    return placement.is_running and is_youth_of(person, placement.agenda.meeting.group_id)


def can_settle_agreement(person: Person, agreement: Agreement) -> bool:
    """Any youth of the group says what became of what they agreed; so does the consultant they asked to go on."""
    agenda = agreement.agenda
    return is_youth_of(person, agenda.meeting.group_id) or is_led_by(person, agenda)


def can_leave_chair(person: Person, placement: Placement) -> bool:
    """A youth of the group, on an item that is not done, whether or not they said that they cannot come."""
    return (
        placement.outcome == Outcome.WAITING
        and placement.ended_at is None
        and not placement.practical
        and is_youth_of(person, placement.agenda.meeting.group_id)
    )


def can_answer_chair(person: Person, chair: EmptyChair) -> bool:
    """Youths of the group and the consultant who was asked, once it was read; never its author. While an answer is
    hidden there is no other."""
    if is_put_aside(CHAIR_ANSWER, chair.pk):
        return False
    agenda = chair.placement.agenda
    if any(m.pk == chair.author_id for m in memberships(person)):
        return False
    return chair.placement.started_at is not None and (
        is_youth_of(person, agenda.meeting.group_id) or is_led_by(person, agenda)
    )


def can_leave_round(person: Person, witness_round: WitnessRound, membership: Membership) -> bool:
    """Whoever tells or witnesses steps out themselves, without a word of why; whoever drives can let them."""
    own = any(m.pk == membership.pk for m in memberships(person))
    return own or can_drive(person, witness_round.placement.agenda)
