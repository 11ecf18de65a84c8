"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from home.help_lines.operations import ask_for_checks


@job("ask_for_line_checks", every=timedelta(hours=12))
def ask_for_line_checks() -> None:
    """Tell the editors of numbers that nobody has checked for three months."""
    ask_for_checks()
