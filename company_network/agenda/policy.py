"""Who says what a meeting of companies or teams is about, and who writes of it."""

from community import clock
from community.asides.operations import is_put_aside
from community.meetings.models import Meeting
from community.people.models import Person
from community.permissions import is_consultant_of
from community.roles import GroupKind
from company_network.agenda.models import MeetingPoint

#: The youths' meetings have their own agenda, which is theirs.
KINDS = (GroupKind.COMPANY_NETWORK, GroupKind.TEAM)


def can_see_agenda(person: Person, meeting: Meeting) -> bool:
    return meeting.group.kind in KINDS and Meeting.objects.visible_to(person).filter(pk=meeting.pk).exists()


def can_propose_point(person: Person, meeting: Meeting) -> bool:
    """Whoever the meeting is for, until it is over."""
    return meeting.cancelled_at is None and not meeting.is_over and can_see_agenda(person, meeting)


def can_remove_point(person: Person, point: MeetingPoint) -> bool:
    """Whoever proposed it, and the network's consultants who hold the frame, until the meeting is over."""
    own = point.proposer_id == person.pk or is_consultant_of(person, point.meeting.group.network_id)
    return own and can_propose_point(person, point.meeting)


def can_write_notes(person: Person, meeting: Meeting) -> bool:
    """Whoever the meeting is for, once it has begun, unless what stands there is hidden."""
    if is_put_aside("meeting_notes", meeting.pk):
        return False
    return meeting.cancelled_at is None and has_begun(meeting) and can_see_agenda(person, meeting)


def has_begun(meeting: Meeting) -> bool:
    return meeting.starts_at <= clock.now()
