"""Who of the staff reads along now, until when, and otherwise when somebody does again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from community import clock
from community.chat.models import Room, RoomHours
from community.people.models import Person
from community.permissions import is_staff_of


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
    return _next(week_of(room), timezone.localtime(clock.now()))


def talks_with_staff(room: Room, person: Person) -> bool:
    """Whether the other of a private talk is of the network's staff, whose hours nobody promises."""
    return room.space_id is None and is_staff_of(room.other(person), room.network_id)


def week_of(room: Room) -> list[RoomHours]:
    """All hours in which somebody reads along, Monday first. A host who left reads no more."""
    staff = room.hours.filter(
        host__is_active=True, host__memberships__network=room.network_id, host__memberships__ended_at=None
    )
    return list(staff.select_related("host").distinct())


def _hours_in(network_id: int) -> "QuerySet[RoomHours]":
    """All hours of the network's rooms whose host is there. A host who left reads no more."""
    there = RoomHours.objects.filter(
        room__network=network_id,
        host__is_active=True,
        host__memberships__network=F("room__network"),
        host__memberships__ended_at=None,
    )
    return there.select_related("host").distinct()


def watch_in(network_id: int) -> ReadsAlong | None:
    """Who of the network's staff reads along in any room now, or who does next; None where no hours were set."""
    return _next(_hours_in(network_id), timezone.localtime(clock.now()))


def hosts_now(network_id: int) -> list[int]:
    """Everybody of the network's staff who reads along in a room at this moment."""
    now = timezone.localtime(clock.now())
    at = now.time()
    found = _hours_in(network_id).filter(weekday=now.weekday(), begins__lte=at, ends__gt=at)
    return sorted({one.host_id for one in found})


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
