"""What is due by the clock in this room."""

from datetime import timedelta

from community.access_review.operations import open_reviews, remind_of_reviews
from community.jobs import job


@job("open_access_reviews", every=timedelta(hours=6))
def open_access_reviews_job() -> None:
    """Open the quarter's reviews, once, and remind those who have not finished."""
    open_reviews()
    remind_of_reviews()
