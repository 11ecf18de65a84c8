"""When a meeting is, in words."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from community.meetings.models import Meeting, MeetingSeries
from community.meetings.occurrences import ZONE, in_week_of, moment


def _hour(at: datetime) -> str:
    return date_format(at, pgettext("time of day, Django date format", "H:i"))


def hours_of(meeting: Meeting) -> str:
    """Such as 13.00–14.30."""
    starts, ends = meeting.starts_at.astimezone(ZONE), meeting.ends_at.astimezone(ZONE)
    return f"{_hour(starts)}–{_hour(ends)}"


def day_of(meeting: Meeting) -> str:
    """Such as torsdag 26. november."""
    return date_format(
        meeting.starts_at.astimezone(ZONE), pgettext("weekday, day and month, Django date format", "l j F")
    )


def when_of(meeting: Meeting) -> str:
    return _("%(day)s at %(hours)s") % {"day": day_of(meeting), "hours": hours_of(meeting)}


def rhythm_of(series: MeetingSeries) -> str:
    """Such as hver torsdag kl. 13.00."""
    first = moment(in_week_of(series.first_day, series.weekday), series.begins).astimezone(ZONE)
    hour = date_format(
        datetime.combine(first.date(), series.begins), pgettext("time of day, Django date format", "H:i")
    )
    return _("every %(weekday)s at %(hour)s") % {"weekday": date_format(first, "l"), "hour": hour}
