"""What is due by the clock in this room."""

from datetime import timedelta

from django.db.models import QuerySet

from community import clock
from community.asks.models import Ask
from community.jobs import job
from community.retention import Period, register

#: How long an answered question is kept: a no holds meanwhile.
ANSWERED_KEPT_FOR = timedelta(days=365)


def old_asks() -> QuerySet[Ask]:
    return Ask.objects.filter(answered_at__lt=clock.now() - ANSWERED_KEPT_FOR)


@job("erase_old_asks", every=timedelta(days=1))
def erase_old_asks() -> None:
    """Erase questions long after they were answered."""
    old_asks().delete()


register(
    Period(
        job="erase_old_asks",
        what="Questions for a yes that were answered",
        kept_for=ANSWERED_KEPT_FOR,
        due=lambda: old_asks().count(),
        run=erase_old_asks,
    )
)
