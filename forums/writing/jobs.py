"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.retention import Period, register
from forums.writing import erasing


@job("erase_removed_words", every=timedelta(hours=1))
def erase_removed_words() -> None:
    """Erase for good what was taken back more than a day ago."""
    erasing.erase_removed_words()


register(
    Period(
        job="erase_removed_words",
        what="Words, files and earlier versions of posts that were taken back",
        kept_for=erasing.WORDS_KEPT_FOR,
        due=lambda: erasing.to_erase().count(),
        run=erase_removed_words,
    )
)
