"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.second_look.operations import draw_looks, remind_of_looks


@job("draw_looks", every=timedelta(hours=6))
def draw_looks_job() -> None:
    """Draw last month's lot, once, and remind those who have not looked."""
    draw_looks()
    remind_of_looks()
