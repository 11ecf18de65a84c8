"""What is due by the clock in this room."""

from datetime import timedelta

from community.concerns.operations import KEPT_FOR, erase_old_concerns, old_concerns, tell_what_is_held_no_more
from community.jobs import job
from community.retention import Period, register


@job("tell_concerns", every=timedelta(minutes=5))
def tell_concerns() -> None:
    """Tell those whose note is held back no more."""
    tell_what_is_held_no_more()


@job("erase_old_concerns", every=timedelta(days=1))
def erase_old_concerns_job() -> None:
    """Erase notes of concern that are a year old."""
    erase_old_concerns()


register(
    Period(
        job="erase_old_concerns",
        what="Notes of concern",
        kept_for=KEPT_FOR,
        due=lambda: old_concerns().count(),
        run=erase_old_concerns_job,
    )
)
