"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.retention import Period, register
from forums.tags import operations


@job("forget_removed_tags", every=timedelta(hours=1))
def forget_removed_tags() -> None:
    """Forget what was kept of merged and removed tags for undo, once it is too late for that."""
    operations.forget_removed_tags()


register(
    Period(
        job="forget_removed_tags",
        what="Tags that were merged or taken away, kept for undo",
        kept_for=operations.UNDO_TAKEN_FOR,
        due=lambda: operations.removed_long_ago().count(),
        run=forget_removed_tags,
    )
)
