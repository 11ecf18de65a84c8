"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.meetings.reminding import remind_of_meetings
from community.meetings.weekly import make_due_meetings


@job("make_meetings", every=timedelta(hours=1))
def make_meetings() -> None:
    """Make the meetings of the weeks to come."""
    make_due_meetings()


# Before the mails of the same round leave: a reminder of what has begun is taken back in time.
@job("remind_of_meetings", every=timedelta(minutes=1))
def remind_of_meetings_job() -> None:
    """Remind of tomorrow's meetings, and of those in two hours."""
    remind_of_meetings()
