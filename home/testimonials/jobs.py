"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.retention import Period, register
from home.testimonials import keeping
from home.testimonials.erasing import look_for_strays_again


@job("remind_before_consents_end", every=timedelta(hours=6))
def remind_before_consents_end() -> None:
    """Mail those whose yes runs out within 30 days."""
    keeping.remind_before_the_end()


@job("note_consents_that_ran_out", every=timedelta(minutes=15))
def note_consents_that_ran_out() -> None:
    """Write down what ran out; erase what nobody has said yes to for too long; see whether withdrawn words that stood
    on a page are gone there."""
    keeping.note_what_ran_out()
    keeping.erase_what_has_no_yes()
    look_for_strays_again()


@job("sweep_sounds_of_voices", every=timedelta(hours=6))
def sweep_sounds_of_voices() -> None:
    """Leave no sound behind that no cut names."""
    keeping.sweep_sounds()


register(
    Period(
        job="note_consents_that_ran_out",
        what="Voices without a yes: drafts that nobody said yes to, and those 30 days after their last yes ran out",
        kept_for=keeping.DRAFTS_LIVE,
        due=lambda: len(keeping.without_a_yes()),
        run=note_consents_that_ran_out,
    )
)
