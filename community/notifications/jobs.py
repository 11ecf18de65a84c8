"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.notifications.operations import erase_old_news
from community.notifications.outbox import deliver_due
from community.notifications.rhythm import GATHERED, Rhythm


@job("deliver_outbox", every=timedelta(minutes=1))
def deliver_outbox() -> None:
    """Send the mails that go at once and are due, and what is to be tried again of them."""
    deliver_due([Rhythm.AT_ONCE])


@job("deliver_digests", every=timedelta(minutes=15))
def deliver_digests() -> None:
    """Send the daily and weekly mails that are due: apart, so that a thousand of them at one hour hold up no other."""
    deliver_due(GATHERED)


@job("erase_old_news", every=timedelta(hours=1))
def erase_old_news_job() -> None:
    """Erase what was told long ago."""
    erase_old_news()
