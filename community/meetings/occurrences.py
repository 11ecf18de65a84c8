"""Weeks, days and hours on the clock of Europe/Copenhagen: where a weekly meeting falls, summer and winter alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Where the meetings are held, whatever clock the server keeps.
ZONE = ZoneInfo("Europe/Copenhagen")


def moment(day: date, begins: time) -> datetime:
    """When the clock on the wall shows this hour on this day.

    In the night that loses an hour, what would begin in it begins an hour later by the clock (2.30 is 3.30); in the
    night that has one twice, it begins the first time: as calendars read it too (RFC 5545, 3.3.5).
    """
    return datetime.combine(day, begins.replace(fold=0), tzinfo=ZONE).astimezone(UTC)


def span(day: date, begins: time, minutes: int) -> tuple[datetime, datetime]:
    """Beginning and end. It lasts its minutes, also through the night of the change."""
    starts_at = moment(day, begins)
    return starts_at, starts_at + timedelta(minutes=minutes)


def local_day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def in_week_of(day: date, weekday: int) -> date:
    """The day with this weekday (Monday is 0) in the week that the day lies in."""
    return monday_of(day) + timedelta(days=weekday)


def days_between(first: date, last: date, weekday: int) -> Iterator[date]:
    """Each day with this weekday from the first to the last, both counted."""
    day = in_week_of(first, weekday)
    if day < first:
        day += timedelta(weeks=1)
    while day <= last:
        yield day
        day += timedelta(weeks=1)
