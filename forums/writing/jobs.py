"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from forums.writing import operations


@job("erase_removed_words", every=timedelta(hours=1))
def erase_removed_words() -> None:
    """Erase for good what was taken back more than a day ago."""
    operations.erase_removed_words()
