"""Who may do what with an agenda. It belongs to the youths of the group; a consultant holds the frame."""

from collections.abc import Iterable

from community import clock
from community.asides.operations import is_put_aside
from community.membership.models import Group, Membership
from community.people.models import Person
from community.permissions import is_consultant_of, memberships
from community.roles import GroupKind
from community.roles import Role as PersonRole
from youth_network.agendas.models import Agenda, AgendaItem, ItemState, MeetingRole, Outcome, Phase, Placement, Role


def youth_membership(person: Person, group_id: int) -> Membership | None:
    """The person's membership as a youth of the group now."""
    return next((m for m in memberships(person) if m.role == PersonRole.YOUTH and m.group_id == group_id), None)


def team_membership(person: Person, group: Group) -> Membership | None:
    """The person's membership as a consultant of the group's network now."""
    return next(
        (m for m in memberships(person) if m.role == PersonRole.CONSULTANT and m.network_id == group.network_id), None
    )


def as_proposer(person: Person, group: Group) -> Membership:
    """The membership one proposes with, as a youth or from the team. Asked after can_propose_item said yes."""
    membership = youth_membership(person, group.pk) or team_membership(person, group)
    assert membership is not None
    return membership


def is_youth_of(person: Person, group_id: int) -> bool:
    return youth_membership(person, group_id) is not None


def can_propose_item(person: Person, group: Group) -> bool:
    """A youth of the group; a consultant too, and what they propose is marked as the team's."""
    if group.kind != GroupKind.YOUTH_GROUP:
        return False
    return is_youth_of(person, group.pk) or is_consultant_of(person, group.network_id)


def can_propose_practical(person: Person, group: Group) -> bool:
    return group.kind == GroupKind.YOUTH_GROUP and is_consultant_of(person, group.network_id)


def can_change_item(person: Person, item: AgendaItem) -> bool:
    """Its proposer, in words and minutes, or by taking it back, while it waits, is not hidden, and its meeting has not
    reached it."""
    return (
        item.state in (ItemState.OPEN, ItemState.PARKED)
        and item.proposer.person_id == person.pk
        and any(m.pk == item.proposer_id for m in memberships(person))
        and not is_put_aside("agenda_item", item.pk)
        and not item.placements.filter(outcome=Outcome.WAITING, started_at__isnull=False).exists()
    )


def can_take_up_again(person: Person, item: AgendaItem) -> bool:
    """Any youth of the group may put what was parked on the table again; the team's own slot is the team's."""
    if item.state != ItemState.PARKED:
        return False
    return is_consultant_of(person, item.group.network_id) if item.practical else is_youth_of(person, item.group_id)


def can_vote(person: Person, agenda: Agenda) -> bool:
    """A youth of the group until the votes close. The clock decides, whether or not a job has announced it."""
    return agenda.is_open and is_youth_of(person, agenda.meeting.group_id)


def is_ahead_or_running(agenda: Agenda) -> bool:
    """Whether the meeting is still to come, or held now."""
    if agenda.meeting.cancelled_at is not None or agenda.phase == Phase.CLOSED:
        return False
    return agenda.is_running or clock.now() < agenda.meeting.ends_at


def can_take_role(person: Person, agenda: Agenda) -> bool:
    return is_ahead_or_running(agenda) and is_youth_of(person, agenda.meeting.group_id)


def has_meeting_role(person: Person, agenda: Agenda, *roles: Role) -> bool:
    """Whether the person, a present youth of the group, holds one of the roles at this meeting; unnamed: any."""
    held = MeetingRole.objects.filter(agenda=agenda, membership__in=[m.pk for m in memberships(person)])
    return (held.filter(role__in=roles) if roles else held).exists() and is_youth_of(person, agenda.meeting.group_id)


def can_order_items(person: Person, agenda: Agenda) -> bool:
    """The youth who hosts, from the moment the votes are closed. No consultant, not even one who leads."""
    return is_ahead_or_running(agenda) and not agenda.is_open and has_meeting_role(person, agenda, Role.HOST)


def can_take_item_down(person: Person, item: AgendaItem) -> bool:
    """A consultant of the network, while the item is on the table or parked."""
    return item.state in (ItemState.OPEN, ItemState.PARKED) and is_consultant_of(person, item.group.network_id)


def can_set_closing(person: Person, group: Group) -> bool:
    """When the votes close is the group's own choice."""
    return group.kind == GroupKind.YOUTH_GROUP and is_youth_of(person, group.pk)


def waits(placement: Placement) -> bool:
    return placement.outcome == Outcome.WAITING and placement.started_at is None


def begun_meetings(meetings: Iterable[int]) -> Iterable[int]:
    """Registered with community/meetings: meetings that are held, or were, are neither moved nor cancelled."""
    return Agenda.objects.filter(pk__in=list(meetings)).exclude(phase=Phase.AHEAD).values_list("pk", flat=True)
