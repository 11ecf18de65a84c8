"""What is due by the clock in this room."""

from datetime import timedelta

from community.attachments import operations
from community.jobs import job


@job("erase_orphaned_files", every=timedelta(hours=1))
def erase_orphaned_files() -> None:
    """Erase uploads that have hung on nothing for a week."""
    operations.erase_orphans()


@job("empty_folders_again", every=timedelta(minutes=15))
def empty_folders_again() -> None:
    """Leave nothing behind where a process was killed between deleting a row and its files."""
    operations.empty_folders_again()
