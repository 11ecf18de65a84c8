"""Meetings as iCalendar (RFC 5545), for the calendars of phones.

A calendar hangs on shared screens and lies with strangers: the title says that there is a meeting and no more, and
nothing that members wrote stands in it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from community import clock
from community.meetings.models import CalendarFeed, Meeting
from community.meetings.occurrences import ZONE
from community.membership.models import Membership
from community.people.models import Person

#: How far back a feed goes.
KEPT = timedelta(days=90)
#: How often calendars are asked to look again.
LOOK_AGAIN = timedelta(hours=1)

#: The rule that holds since 1996, written out: the library's own lists an hour that is wrong for an hour.
_COPENHAGEN = """BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


def feed_meetings(person: Person) -> list[Meeting]:
    """What a feed holds: meetings of the groups the person sees now, from 90 days back on, cancelled ones too."""
    kept = Meeting.objects.visible_to(person).filter(starts_at__gte=clock.now() - KEPT)
    return list(kept.select_related("group").order_by("starts_at", "pk"))


def last_change(feed: CalendarFeed, meetings: Iterable[Meeting]) -> datetime:
    """When anything in the feed last became another: a meeting, or where the person belongs."""
    moments = [feed.made_at, *(meeting.changed_at for meeting in meetings)]
    for began_at, ended_at in Membership.objects.filter(person=feed.person).values_list("began_at", "ended_at"):
        moments += filter(None, (began_at, ended_at))
    return max(moments)


def calendar_of(person: Person, meetings: Iterable[Meeting], *, subscribed: bool = True) -> bytes:
    """The meetings in the person's language. Where several groups meet in one calendar, their names tell them apart."""
    meetings = list(meetings)
    several = len({meeting.group_id for meeting in meetings}) > 1
    with translation.override(person.language):
        calendar = Calendar()
        calendar.add("prodid", "-//NExTWORK//meetings//DA")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        if subscribed:
            calendar.add("x-wr-calname", "NExTWORK")
            calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
            calendar.add("x-published-ttl", "PT1H")
        calendar.add_component(Timezone.from_ical(_COPENHAGEN))
        for meeting in meetings:
            calendar.add_component(_event(meeting, with_group=several))
        return calendar.to_ical()


def _event(meeting: Meeting, *, with_group: bool) -> Event:
    title = _("Network meeting")
    if with_group:
        title = f"{title}, {meeting.group.name}"
    if meeting.cancelled_at:
        # Many calendars show a cancelled event like any other.
        title = _("Cancelled: %(title)s") % {"title": title}
    address = settings.BASE_URL.rstrip("/") + reverse("answer_meeting", args=[meeting.pk])
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("created", meeting.made_at)
    event.add("last-modified", meeting.changed_at)
    event.add("dtstart", _on_the_wall(meeting.starts_at))
    event.add("dtend", _on_the_wall(meeting.ends_at))
    event.add("summary", title)
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", _("Say whether you are coming:") + f" {address}")
    event.add("url", address)
    return event


def _on_the_wall(moment: datetime) -> datetime:
    """By the clock in Copenhagen; in the hour that comes twice, the second time can only be said in UTC."""
    local = moment.astimezone(ZONE)
    return moment if local.fold else local
