"""What is due by the clock in this room."""

from datetime import timedelta

from community.jobs import job
from home.pages import operations


@job("publish_what_is_due", every=timedelta(minutes=1))
def publish_what_is_due() -> None:
    """Publish pages whose hour has come, and take down those whose time is over."""
    operations.publish_what_is_due()
