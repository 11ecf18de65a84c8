"""What is due by the clock in this room."""

from datetime import timedelta

from community.audit.operations import KEPT_FOR, erase_old_entries, old_entries
from community.jobs import job
from community.retention import Period, register


@job("erase_old_audit_entries", every=timedelta(days=1))
def erase_old_audit_entries() -> None:
    """Let go of entries that are older than two years."""
    erase_old_entries()


register(
    Period(
        job="erase_old_audit_entries",
        what="Who of the staff opened what",
        kept_for=KEPT_FOR,
        due=lambda: old_entries().count(),
        run=erase_old_audit_entries,
    )
)
