"""What happens to a group's meetings. The group's members are told; who answers what is told to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from community.activity.record import Activity
from community.meetings.models import Answer, Attendance, CalendarFeed, Meeting, MeetingNews, MeetingSeries
from community.meetings.wording import rhythm_of, when_of
from community.membership.models import Membership
from community.people.models import Person


def live_key(meeting_id: int) -> str:
    return f"meeting:{meeting_id}"


@dataclass(frozen=True, kw_only=True)
class _MeetingTold(Activity):
    """A piece of news of one meeting."""

    news: MeetingNews

    @property
    def subject(self) -> MeetingNews:
        return self.news

    def recipients(self) -> Iterable[Person]:
        return Person.objects.filter(pk__in=self.news.meeting.members().values("person_id"))

    def live_keys(self) -> Iterable[str]:
        return [live_key(self.news.meeting_id)]

    def url(self) -> str:
        return reverse("answer_meeting", args=[self.news.meeting_id])

    def _filled(self) -> dict[str, str]:
        meeting = self.news.meeting
        return {"group": meeting.group.name, "when": when_of(meeting)}


class MeetingOpened(_MeetingTold):
    kind: ClassVar[str] = "meeting_opened"

    def sentence(self) -> str:
        return _("%(group)s meets on %(when)s.") % self._filled()


class MeetingMoved(_MeetingTold):
    kind: ClassVar[str] = "meeting_moved"

    def sentence(self) -> str:
        return _("The meeting of %(group)s has been changed. It is on %(when)s.") % self._filled()


class MeetingCancelled(_MeetingTold):
    kind: ClassVar[str] = "meeting_cancelled"

    def sentence(self) -> str:
        return _("The meeting of %(group)s on %(when)s is cancelled.") % self._filled()


class MeetingHeldAfterAll(_MeetingTold):
    kind: ClassVar[str] = "meeting_held_after_all"

    def sentence(self) -> str:
        return _("The meeting of %(group)s on %(when)s is held after all.") % self._filled()


class _Reminder(_MeetingTold):
    def recipients(self) -> Iterable[Person]:
        """Not whoever has said that they cannot come."""
        cannot = Attendance.objects.filter(meeting=self.news.meeting_id, answer=Answer.CANNOT)
        return super().recipients().exclude(pk__in=cannot.values("membership__person_id"))  # type: ignore[attr-defined]

    def live_keys(self) -> Iterable[str]:
        return ()

    def sentence(self) -> str:
        return _("%(group)s meets on %(when)s. Are you coming?") % self._filled()


class MeetingTomorrow(_Reminder):
    kind: ClassVar[str] = "meeting_tomorrow"


class MeetingSoon(_Reminder):
    kind: ClassVar[str] = "meeting_soon"


@dataclass(frozen=True, kw_only=True)
class _SeriesTold(Activity):
    """The group's rhythm is another: one line for all the meetings it changes."""

    series: MeetingSeries

    @property
    def subject(self) -> MeetingSeries:
        return self.series

    def url(self) -> str:
        return reverse("group_meetings", args=[self.series.group_id])

    def recipients(self) -> Iterable[Person]:
        present = Membership.objects.current().filter(group=self.series.group_id)
        return Person.objects.filter(pk__in=present.values("person_id"))


class SeriesSet(_SeriesTold):
    kind: ClassVar[str] = "series_set"

    def sentence(self) -> str:
        return _("%(group)s meets %(rhythm)s.") % {"group": self.series.group.name, "rhythm": rhythm_of(self.series)}


class SeriesEnded(_SeriesTold):
    kind: ClassVar[str] = "series_ended"

    def sentence(self) -> str:
        return _("%(group)s no longer meets every week.") % {"group": self.series.group.name}


@dataclass(frozen=True, kw_only=True)
class MeetingAnswered(Activity):
    """Somebody said whether they come, or took it back; open pages show it. `actor` stays empty: no register of who
    said what when."""

    kind: ClassVar[str] = "meeting_answered"
    meeting: Meeting

    @property
    def subject(self) -> Meeting:
        return self.meeting

    def live_keys(self) -> Iterable[str]:
        return [live_key(self.meeting.pk)]


@dataclass(frozen=True, kw_only=True)
class _AboutFeed(Activity):
    feed: CalendarFeed

    @property
    def subject(self) -> CalendarFeed:
        return self.feed


class CalendarFeedMade(_AboutFeed):
    kind: ClassVar[str] = "calendar_feed_made"


class CalendarFeedRevoked(_AboutFeed):
    kind: ClassVar[str] = "calendar_feed_revoked"
