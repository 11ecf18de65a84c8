"""What happened, as a value, and the one way to say so.

An activity names its recipients and the live keys that change, so that knowledge of upper rooms reaches the lower
ones as data. `record` writes the row and hands the activity to the listeners in the same transaction; everything
that leaves the process (mail, push, broadcast) waits for the commit.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models, transaction

from community import live
from community.activity.models import ActivityRecord
from community.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One fact. Subclasses stand in their room's activity.py and say whom it concerns."""

    kind: ClassVar[str]
    actor: Person | None

    @property
    def subject(self) -> models.Model:
        """The thing it happened to."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What a recipient reads, in the recipient's language. Empty where nobody is told."""
        return ""

    def together(self, others: int) -> str:
        """The sentence where so many others did the same in the same place, and one line tells of them all."""
        return self.sentence()

    def recipients(self) -> Iterable[Person]:
        """Who is told, besides being able to see it. Never the actor."""
        return ()

    def retold(self) -> "Iterable[Activity]":
        """The same deed as others are told of it, nearest first. Written down once; each person hears of it once."""
        return ()

    def url(self) -> str:
        """Where the recipient finds it."""
        return ""

    def live_keys(self) -> Iterable[str]:
        """Keys whose open pages refresh, such as "topic:12"."""
        return ()


#: Called inside the transaction with every activity; notifications register here.
listeners: list[Callable[[Activity], Any]] = []

_quiet: ContextVar[bool] = ContextVar("activity_recorded_quietly", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Inside the block nobody is told: activities are written down, and the listeners hear nothing of them.

    For loading what happened long ago. Holds for this thread of work only, and open pages still refresh.
    """
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def record(activity: Activity) -> ActivityRecord:
    """Write the activity down, tell the listeners, and after the commit refresh the open pages it names."""
    return record_all([activity])[0]


def record_all(activities: Sequence[Activity]) -> list[ActivityRecord]:
    """The same for several that happen together, written down by one statement."""
    rows = ActivityRecord.objects.bulk_create(_row_of(activity) for activity in activities)
    if not _quiet.get():
        for activity in activities:
            for listener in listeners:
                listener(activity)
    keys = [key for activity in activities for key in activity.live_keys()]
    if keys:
        transaction.on_commit(lambda: live.announce(keys))
    return rows


def _row_of(activity: Activity) -> ActivityRecord:
    subject = activity.subject
    return ActivityRecord(
        kind=activity.kind, actor=activity.actor, subject_type=subject._meta.label_lower, subject_id=subject.pk
    )
