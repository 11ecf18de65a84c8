"""What is due by the clock in this room."""

from datetime import timedelta

from community.chat import operations, retention
from community.jobs import job


@job("erase_deleted_messages", every=timedelta(hours=1))
def erase_deleted_messages() -> None:
    """Erase for good what was taken back more than a day ago."""
    operations.erase_deleted_words()


@job("erase_old_messages", every=timedelta(hours=6))
def erase_old_messages() -> None:
    """Erase what is older than its room keeps."""
    retention.erase_old_messages()
