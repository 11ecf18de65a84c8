"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.notifications.operations import MAILS_KEPT_FOR, UNREAD_NEWS_KEPT_FOR, erase_old_news, old_news
from community.notifications.outbox import deliver_due
from community.notifications.rhythm import GATHERED, Rhythm
from community.retention import Period, register


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


register(
    Period(
        job="erase_old_news",
        what="Notices: 90 days after they were read, and this long if they never were",
        kept_for=UNREAD_NEWS_KEPT_FOR,
        due=lambda: old_news()[0].count(),
        run=erase_old_news_job,
    )
)
register(
    Period(
        job="erase_old_news",
        what="Lines about mails that were sent or are not to be sent",
        kept_for=MAILS_KEPT_FOR,
        due=lambda: old_news()[1].count(),
        run=erase_old_news_job,
    )
)
