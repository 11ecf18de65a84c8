"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from forums.drafts import operations


@job("erase_old_drafts", every=timedelta(hours=6))
def erase_old_drafts() -> None:
    """Erase drafts that were put away or long forgotten."""
    operations.erase_old_drafts()
