"""Reminders: the day before, and two hours before. Each once, and only to those who may be coming."""

from datetime import datetime, time, timedelta

from django.db import transaction

from community import clock
from community.activity.record import Activity, record
from community.meetings.activity import MeetingSoon, MeetingTomorrow
from community.meetings.models import Meeting, MeetingNews
from community.meetings.occurrences import local_day, moment
from community.meetings.operations import locked, news_of

#: The hour, the day before, from which it is told that the meeting is tomorrow: before the votes on what to talk about
#: close, and in few people's quiet hours.
DAY_BEFORE_AT = time(12)
SOON = timedelta(hours=2)
What = MeetingNews.What


def due_reminder(meeting: Meeting, now: datetime) -> str | None:
    """Which reminder of the meeting is due now. A time that went by while no worker ran is not made up for."""
    if meeting.cancelled_at is not None or meeting.starts_at <= now:
        return None
    if meeting.starts_at <= now + SOON:
        return What.SOON
    eve = local_day(meeting.starts_at) - timedelta(days=1)
    if local_day(now) == eve and moment(eve, DAY_BEFORE_AT) <= now:
        return What.TOMORROW
    return None


def remind_of_meetings() -> int:
    """Tell members of meetings that are near; gives how many were told of. Any number of workers, any number of times.

    Reminders of what has begun are taken back, so that no late mail asks whether one is coming.
    """
    now = clock.now()
    MeetingNews.objects.filter(what__in=MeetingNews.REMINDERS, meeting__starts_at__lte=now).delete()
    near = Meeting.objects.held().filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=2))
    return sum(_remind(meeting) for meeting in near.order_by("starts_at", "pk") if due_reminder(meeting, now))


@transaction.atomic
def _remind(meeting: Meeting) -> bool:
    # Whoever cancels or moves it waits, or we see what they did.
    meeting = locked(meeting)
    what = due_reminder(meeting, clock.now())
    if what is None or meeting.news.filter(what=what, sequence=meeting.sequence).exists():
        return False
    fact: type[Activity] = MeetingSoon if what == What.SOON else MeetingTomorrow
    record(fact(actor=None, news=news_of(meeting, what)))  # type: ignore[call-arg]
    return True
