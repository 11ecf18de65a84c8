"""What is due by the clock in this room."""

from datetime import timedelta

from django.utils import timezone

from community import clock
from community.jobs import job
from community.retention import Period, register
from community.undo import UNDO_TAKEN_FOR
from company_network.practices import operations, round_ups


@job("erase_taken_back_tries", every=timedelta(hours=1))
def erase_taken_back_tries() -> None:
    """Erase what was taken back of "tried at our place", once it can be undone no more."""
    operations.erase_taken_back_tries()


@job("draft_round_up", every=timedelta(hours=6))
def draft_round_up() -> None:
    """Make the draft of the quarter that is over; once."""
    round_ups.draft_round_up(round_ups.quarter_before(timezone.localdate(clock.now())))


register(
    Period(
        job="erase_taken_back_tries",
        what="Lines on what a workplace tried that were taken back, kept for undo",
        kept_for=UNDO_TAKEN_FOR,
        due=lambda: operations.tries_to_erase().count(),
        run=erase_taken_back_tries,
    )
)
