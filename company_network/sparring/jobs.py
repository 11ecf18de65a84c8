"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from company_network.sparring import operations


@job("raise_unanswered_sparring", every=timedelta(minutes=15))
def raise_unanswered_sparring() -> None:
    """Ask once more, pass on, and remind: each of a question once."""
    operations.raise_unanswered()
    operations.pass_on_unanswered()
    operations.remind_to_close()
