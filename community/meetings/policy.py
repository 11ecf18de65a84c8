"""Who sets a group's meetings, and who says whether they come."""

from community.meetings.models import Meeting
from community.meetings.opening import begun_among
from community.membership.models import Group, Membership
from community.people.models import Person
from community.permissions import is_consultant_of, is_programme, memberships
from community.roles import STAFF_ROLES, GroupKind


def can_arrange_meetings(person: Person, group: Group) -> bool:
    """Consultants of the group's network set its rhythm, and open, move and cancel its meetings."""
    return is_consultant_of(person, group.network_id)


def stands_open(meeting: Meeting) -> bool:
    """Neither over by the clock nor begun by those who hold it. A list asks once for all and notes it on each."""
    if meeting.is_over:
        return False
    begun: bool | None = getattr(meeting, "begun", None)
    return not (meeting.pk in begun_among([meeting.pk]) if begun is None else begun)


def can_open_across(person: Person, group: Group) -> bool:
    """A meeting of the staff of all networks, at home with a team: its consultants and programme staff open one."""
    return group.kind == GroupKind.TEAM and (is_programme(person) or can_arrange_meetings(person, group))


def can_arrange(person: Person, meeting: Meeting) -> bool:
    """Who opened such a meeting may also move and cancel it."""
    if meeting.is_across:
        return can_open_across(person, meeting.group)
    return can_arrange_meetings(person, meeting.group)


def can_change_meeting(person: Person, meeting: Meeting) -> bool:
    """Move or cancel a meeting that has not begun."""
    return meeting.cancelled_at is None and can_arrange(person, meeting) and stands_open(meeting)


def can_hold_after_all(person: Person, meeting: Meeting) -> bool:
    return meeting.cancelled_at is not None and can_arrange(person, meeting) and stands_open(meeting)


def place_in(person: Person, meeting: Meeting) -> Membership | None:
    """The person's present membership in the group that meets; of a meeting across, one as staff, wherever it is."""
    held = [m for m in memberships(person) if m.group_id == meeting.group_id]
    if meeting.is_across:
        held += [m for m in memberships(person) if m.role in STAFF_ROLES]
    return next(iter(held), None)


def can_answer_meeting(person: Person, meeting: Meeting) -> bool:
    """Members of the group, until the meeting is over. Who only facilitates is there without saying so."""
    return meeting.cancelled_at is None and not meeting.is_over and place_in(person, meeting) is not None
