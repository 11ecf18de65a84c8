"""Facts about what companies and teams meet about. Open pages show them; the meeting's reminder names the points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from community.activity.record import Activity
from community.meetings.activity import live_key
from community.meetings.models import Meeting
from company_network.agenda.models import MeetingPoint


@dataclass(frozen=True, kw_only=True)
class PointProposed(Activity):
    kind: ClassVar[str] = "point_proposed"
    point: MeetingPoint

    @property
    def subject(self) -> MeetingPoint:
        return self.point

    def url(self) -> str:
        return reverse("company_meeting", args=[self.point.meeting_id])

    def live_keys(self) -> Iterable[str]:
        return (live_key(self.point.meeting_id),)


class PointRemoved(PointProposed):
    kind: ClassVar[str] = "point_removed"


class PointRestored(PointProposed):
    kind: ClassVar[str] = "point_restored"


@dataclass(frozen=True, kw_only=True)
class NotesWritten(Activity):
    kind: ClassVar[str] = "meeting_notes_written"
    meeting: Meeting

    @property
    def subject(self) -> Meeting:
        return self.meeting

    def url(self) -> str:
        return reverse("company_meeting", args=[self.meeting.pk])

    def live_keys(self) -> Iterable[str]:
        return (live_key(self.meeting.pk),)
