"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from community.search.operations import reindex


@job("catch_up_search", every=timedelta(days=1))
def catch_up_search() -> None:
    """Index what the index lacks: things from before there was a search, or of a source that is new."""
    reindex(missing_only=True)
