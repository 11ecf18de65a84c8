"""Who of the staff reads along now, until when, and otherwise when somebody does again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from community import clock
from community.chat.models import Room, RoomHours


@dataclass(frozen=True)
class ReadsAlong:
    """A member of the staff with the room open. `day` is None while they read, else the day they do again."""

    host: str
    at: time
    day: date | None = None

    @property
    def now(self) -> bool:
        return self.day is None

    @property
    def tomorrow(self) -> bool:
        return self.day == timezone.localdate(clock.now()) + timedelta(days=1)

    @property
    def today(self) -> bool:
        return self.day == timezone.localdate(clock.now())


def reads_along(room: Room) -> ReadsAlong | None:
    """Who reads along now or next; None where no hours were set. One query. A host who left reads no more."""
    staff = room.hours.filter(
        host__is_active=True, host__memberships__network=room.network_id, host__memberships__ended_at=None
    )
    return _next(staff.select_related("host").distinct(), timezone.localtime(clock.now()))


def _next(hours: Iterable[RoomHours], now: datetime) -> ReadsAlong | None:
    today, at = now.date(), now.time()
    found: list[tuple[date, time, RoomHours]] = []
    for one in hours:
        if one.weekday == today.weekday() and one.begins <= at < one.ends:
            return ReadsAlong(one.host.display_name, one.ends)
        ahead = (one.weekday - today.weekday()) % 7
        if ahead == 0 and one.begins <= at:
            ahead = 7
        found.append((today + timedelta(days=ahead), one.begins, one))
    if not found:
        return None
    day, begins, one = min(found, key=lambda entry: entry[:2])
    return ReadsAlong(one.host.display_name, begins, day)
