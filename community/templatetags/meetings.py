"""When a meeting is, in templates."""

from django import template

from community.meetings.models import Meeting
from community.meetings.opening import page_of
from community.meetings.wording import day_of, hours_of

register = template.Library()


@register.filter
def meeting_day(meeting: Meeting) -> str:
    return day_of(meeting)


@register.filter
def meeting_hours(meeting: Meeting) -> str:
    return hours_of(meeting)


@register.filter
def meeting_page(meeting: Meeting) -> str:
    """Where the meeting is at home: its agenda, or this room's own page."""
    return page_of(meeting)
