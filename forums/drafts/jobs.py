"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.retention import Period, register
from forums.drafts import operations


@job("erase_old_drafts", every=timedelta(hours=6))
def erase_old_drafts() -> None:
    """Erase drafts that were put away or long forgotten."""
    operations.erase_old_drafts()


register(
    Period(
        job="erase_old_drafts",
        what="Drafts that nobody went on with; those that were put away go after a day",
        kept_for=operations.KEPT_FOR,
        due=lambda: operations.old_drafts().count(),
        run=erase_old_drafts,
    )
)
