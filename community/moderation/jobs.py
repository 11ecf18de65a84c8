"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.moderation import alarms, deputies, keeping
from community.retention import Period, register


@job("raise_alarms", every=timedelta(minutes=1))
def raise_alarms() -> None:
    """Find a deputy for what nobody may look at any more, and call again where a worry waits."""
    try:
        deputies.find_deputies()
    finally:
        alarms.raise_due_alarms()


@job("erase_old_cases", every=timedelta(days=1))
def erase_old_cases() -> None:
    """Erase the words of cases that were closed long ago."""
    keeping.erase_old_cases()


register(
    Period(
        job="erase_old_cases",
        what="Words of cases that were closed, and who said something",
        kept_for=keeping.WORDS_KEPT_FOR,
        due=lambda: keeping.old_cases().count(),
        run=erase_old_cases,
    )
)
