"""What is due by the clock in this room."""

from datetime import timedelta

from community.attachments import operations
from community.jobs import job
from community.retention import Period, register


@job("erase_orphaned_files", every=timedelta(hours=1))
def erase_orphaned_files() -> None:
    """Erase uploads that have hung on nothing for a week."""
    operations.erase_orphans()


register(
    Period(
        job="erase_orphaned_files",
        what="Photos and recordings that were uploaded and never posted",
        kept_for=operations.WAITS_FOR,
        due=lambda: operations.orphans().count(),
        run=erase_orphaned_files,
    )
)


@job("empty_folders_again", every=timedelta(minutes=15))
def empty_folders_again() -> None:
    """Leave nothing behind where a process was killed between deleting a row and its files."""
    operations.empty_folders_again()
