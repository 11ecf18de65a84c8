"""Who may correct the minutes: those who were there, for three days."""

from datetime import datetime, timedelta

from community import clock
from community.meetings.models import Answer, Attendance
from community.people.models import Person
from community.permissions import memberships
from youth_network.agendas.models import Agenda, Phase
from youth_network.agendas.policy import youth_membership

#: How long minutes can be corrected after the meeting ended (design.md section 3).
CORRECTED_FOR = timedelta(hours=72)


def fixed_at(agenda: Agenda) -> datetime | None:
    """From then on the minutes stand."""
    return agenda.ended_at + CORRECTED_FOR if agenda.ended_at else None


def was_there(person: Person, agenda: Agenda) -> bool:
    """A youth of the group who had a turn, or had said that they come; or the consultant who was asked to lead."""
    if agenda.led_by_id is not None and any(m.pk == agenda.led_by_id for m in memberships(person)):
        return True
    youth = youth_membership(person, agenda.meeting.group_id)
    if youth is None:
        return False
    said = Attendance.objects.filter(meeting=agenda.pk, membership=youth, answer=Answer.COMING)
    return agenda.check_turns.filter(membership=youth).exists() or said.exists()


def can_correct_minutes(person: Person, agenda: Agenda) -> bool:
    """The clock decides: nothing is corrected after 72 hours."""
    fixed = fixed_at(agenda)
    return agenda.phase == Phase.CLOSED and fixed is not None and clock.now() < fixed and was_there(person, agenda)
