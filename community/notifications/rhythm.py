"""When mails go: at once, once a day, once a week, never; and not in somebody's quiet hours.

Hours are those of the clock on the wall (TIME_ZONE). In the night that loses an hour, what is due in that hour goes
right after it; in the night that has one twice, at its first coming.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NONE = "none", _("Never")


#: What comes in one mail with all else that has waited.
GATHERED = (Rhythm.DAILY, Rhythm.WEEKLY)


def at_hour(day: date, hour: int) -> datetime:
    """The moment that hour begins on that day."""
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone()).astimezone(UTC)


def is_quiet(hour: int, *, begins: int | None, ends: int | None) -> bool:
    """Whether the hour lies in the quiet ones, which may go over midnight; None: there are none."""
    if begins is None or ends is None:
        return False
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def after_quiet(moment: datetime, *, begins: int | None, ends: int | None) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    if ends is None or not is_quiet(local.hour, begins=begins, ends=ends):
        return moment
    evening = local.hour >= ends
    return at_hour(local.date() + timedelta(days=evening), ends)


def next_time(moment: datetime, *, hour: int, weekday: int | None = None) -> datetime:
    """The first time from the moment on that it is this hour, on this day of the week if one is given (Monday is 0)."""
    day = timezone.localtime(moment, timezone.get_default_timezone()).date()
    while (found := at_hour(day, hour)) < moment or weekday not in (None, day.weekday()):
        day += timedelta(days=1)
    return found
