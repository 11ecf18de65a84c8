"""The one clock. Everything that asks what time it is asks here, so that demo loading and tests can say."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The time, aware, in UTC; or the moment the clock is set to."""
    return _set_to.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Set the clock to `moment` inside the block, for this thread of work only."""
    token = _set_to.set(moment)
    try:
        yield moment
    finally:
        _set_to.reset(token)
