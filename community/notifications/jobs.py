"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.notifications.outbox import deliver_due


@job("deliver_outbox", every=timedelta(minutes=1))
def deliver_outbox() -> None:
    """Send what is due: retries, delayed mails, and mails whose task was lost with a killed process."""
    deliver_due()
