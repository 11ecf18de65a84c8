"""What a reminder's page says of the table."""

from collections.abc import Iterable

from community.meetings.models import Meeting
from community.people.models import Person
from youth_network.agendas.models import Agenda, Outcome
from youth_network.agendas.order import table_of


def titles_for(meeting: Meeting, person: Person) -> Iterable[str]:
    """The titles on the meeting's table in the order that this moment shows, for a person who sees it."""
    agenda = Agenda.objects.visible_to(person).select_related("meeting").filter(pk=meeting.pk).first()
    if agenda is None:
        return []
    return [place.item.title for place in table_of(agenda) if place.outcome == Outcome.WAITING]
