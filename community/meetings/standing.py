"""How a meeting stands for the person who looks: what they answered, and who sits at the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from community.meetings.models import Answer, Attendance, Meeting
from community.meetings.opening import begun_among
from community.meetings.policy import can_answer_meeting, can_arrange, can_change_meeting, can_hold_after_all
from community.membership.bylines import byline_of
from community.membership.models import Membership
from community.people.models import Person


@dataclass
class Standing:
    meeting: Meeting
    #: One's own answer; empty where none is given.
    mine: str = ""
    may_answer: bool = False
    may_change: bool = False
    may_hold_after_all: bool = False
    #: Who said that they come, in the order of their names. Who cannot is named to nobody.
    coming: list[Membership] = field(default_factory=list)

    @property
    def is_coming(self) -> bool:
        return self.mine == Answer.COMING

    @property
    def cannot(self) -> bool:
        return self.mine == Answer.CANNOT

    @property
    def names(self) -> list[str]:
        return [membership.person.display_name for membership in self.coming]


def standings(person: Person, meetings: Iterable[Meeting]) -> list[Standing]:
    """Of several meetings, in one query, and one more for those who arrange them."""
    meetings = list(meetings)
    if any(can_arrange(person, meeting) for meeting in meetings):
        begun = begun_among(meeting.pk for meeting in meetings)
        for meeting in meetings:
            meeting.begun = meeting.pk in begun  # type: ignore[attr-defined]
    found = {
        meeting.pk: Standing(
            meeting=meeting,
            may_answer=can_answer_meeting(person, meeting),
            may_change=can_change_meeting(person, meeting),
            may_hold_after_all=can_hold_after_all(person, meeting),
        )
        for meeting in meetings
    }
    # Whoever has left the group sits there no more.
    present = Membership.objects.current().values("pk")
    answers = Attendance.objects.filter(meeting__in=list(found), membership__in=present)
    for attendance in answers.select_related("membership__person").order_by("membership__person__display_name", "pk"):
        standing, membership = found[attendance.meeting_id], attendance.membership
        if membership.person_id == person.pk:
            standing.mine = attendance.answer
        if attendance.answer == Answer.COMING:
            membership.shape = byline_of(membership.role).shape  # type: ignore[attr-defined]
            standing.coming.append(membership)
    return list(found.values())


def standing_of(person: Person, meeting: Meeting) -> Standing:
    return standings(person, [meeting])[0]
