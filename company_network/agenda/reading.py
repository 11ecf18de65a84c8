"""What else is read of the agenda than its own page."""

from community.meetings.models import Meeting
from community.people.models import Person
from company_network.agenda.models import MeetingPoint
from company_network.agenda.policy import KINDS


def titles_of(meeting: Meeting, person: Person) -> list[str]:
    """What a reminder's page says of such a meeting."""
    if meeting.group.kind not in KINDS:
        return []
    return [point.title for point in MeetingPoint.objects.visible_to(person).filter(meeting=meeting)]
