"""What is due by the clock in this room."""

from datetime import timedelta

from django.db.models import QuerySet

from community import clock
from community.jobs import job
from community.meetings.models import Attendance, CalendarFeed
from community.meetings.reminding import remind_of_meetings
from community.meetings.weekly import make_due_meetings
from community.retention import Period, register

#: How long after a meeting it is known who said they would come, and after its end that there was a calendar address.
ANSWERS_KEPT_FOR = timedelta(days=365)
FEEDS_KEPT_FOR = timedelta(days=30)


@job("make_meetings", every=timedelta(hours=1))
def make_meetings() -> None:
    """Make the meetings of the weeks to come."""
    make_due_meetings()


# Before the mails of the same round leave: a reminder of what has begun is taken back in time.
@job("remind_of_meetings", every=timedelta(minutes=1))
def remind_of_meetings_job() -> None:
    """Remind of tomorrow's meetings, and of those in two hours."""
    remind_of_meetings()


def old_answers() -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting__ends_at__lt=clock.now() - ANSWERS_KEPT_FOR)


def ended_feeds() -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(revoked_at__lt=clock.now() - FEEDS_KEPT_FOR)


@job("erase_old_answers", every=timedelta(days=1))
def erase_old_answers() -> None:
    """Erase who said they would come to meetings of long ago, and calendar addresses that were ended."""
    old_answers().delete()
    ended_feeds().delete()


register(
    Period(
        job="erase_old_answers",
        what="Answers about coming to a meeting, after the meeting",
        kept_for=ANSWERS_KEPT_FOR,
        due=lambda: old_answers().count(),
        run=erase_old_answers,
    )
)
register(
    Period(
        job="erase_old_answers",
        what="Digests of calendar addresses that were ended",
        kept_for=FEEDS_KEPT_FOR,
        due=lambda: ended_feeds().count(),
        run=erase_old_answers,
    )
)
