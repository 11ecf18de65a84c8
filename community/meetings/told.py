"""How what happens to meetings is told to people: in the app, and by mail.

When a meeting is, is no member's words: a mail about a youth group says it too. Its place and its agenda stay inside.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.meetings import activity
from community.meetings.models import MeetingNews, MeetingSeries
from community.meetings.wording import when_of
from community.notifications.kinds import Kind, Mail


def _place(news: MeetingNews) -> str:
    return news.meeting.place


MEETING_MOVED = Kind(
    activity=activity.MeetingMoved,
    label=_("A meeting of my group gets another time or place"),
    visible_to=MeetingNews.objects.visible_to,
    retell=lambda news: activity.MeetingMoved(actor=None, news=news),
    space=lambda news: news.meeting.group.space,
    readers=lambda news: news.meeting.readers(),
    thread=lambda news: f"meeting:{news.meeting_id}",
    select_related=("meeting__group__space__network", "meeting__group__space__group"),
    # Each is news of its own: a meeting that moves twice is told of twice.
    announces=False,
    mail=Mail(
        subject=_("Your meeting has been changed"),
        general=lambda news: (
            gettext("Your meeting has been changed. It is on %(when)s.") % {"when": when_of(news.meeting)}
        ),
        words=_place,
    ),
)

MEETING_CANCELLED = replace(
    MEETING_MOVED,
    activity=activity.MeetingCancelled,
    label=_("A meeting of my group is cancelled"),
    retell=lambda news: activity.MeetingCancelled(actor=None, news=news),
    mail=Mail(
        subject=_("Your meeting is cancelled"),
        general=lambda news: gettext("Your meeting on %(when)s is cancelled.") % {"when": when_of(news.meeting)},
        words=lambda news: news.meeting.cancelled_because,
    ),
)

MEETING_HELD_AFTER_ALL = replace(
    MEETING_MOVED,
    activity=activity.MeetingHeldAfterAll,
    label=_("A cancelled meeting of my group is held after all"),
    retell=lambda news: activity.MeetingHeldAfterAll(actor=None, news=news),
    mail=Mail(
        subject=_("Your meeting is held after all"),
        general=lambda news: gettext("Your meeting on %(when)s is held after all.") % {"when": when_of(news.meeting)},
        words=_place,
    ),
)

MEETING_OPENED = replace(
    MEETING_MOVED,
    activity=activity.MeetingOpened,
    label=_("My group gets a meeting besides the usual ones"),
    retell=lambda news: activity.MeetingOpened(actor=None, news=news),
    mail=Mail(
        subject=_("A meeting besides the usual ones"),
        general=lambda news: gettext("There is a meeting on %(when)s.") % {"when": when_of(news.meeting)},
        words=_place,
    ),
)

#: A reminder leaves when it is due: nobody undoes the clock.
_REMINDER = Mail(
    subject=_("A meeting is near"),
    general=lambda news: gettext("You have a meeting on %(when)s. Are you coming?") % {"when": when_of(news.meeting)},
    words=_place,
    delay=timedelta(0),
)

MEETING_TOMORROW = replace(
    MEETING_MOVED,
    activity=activity.MeetingTomorrow,
    label=_("I have a meeting tomorrow"),
    retell=lambda news: activity.MeetingTomorrow(actor=None, news=news),
    mail=_REMINDER,
)

MEETING_SOON = replace(
    MEETING_MOVED,
    activity=activity.MeetingSoon,
    label=_("I have a meeting in two hours"),
    retell=lambda news: activity.MeetingSoon(actor=None, news=news),
    mail=_REMINDER,
)

SERIES_SET = Kind(
    activity=activity.SeriesSet,
    label=_("My group meets at another time every week"),
    visible_to=lambda person: MeetingSeries.objects.visible_to(person).present(),
    retell=lambda series: activity.SeriesSet(actor=None, series=series),
    space=lambda series: series.group.space,
    thread=lambda series: f"series:{series.group_id}",
    select_related=("group__space__network", "group__space__group"),
    announces=False,
    mail=Mail(
        subject=_("Your meetings have a new time"),
        general=_("There is a new time for your weekly meetings."),
        words=lambda series: series.place,
    ),
)

SERIES_ENDED = replace(
    SERIES_SET,
    activity=activity.SeriesEnded,
    label=_("My group stops meeting every week"),
    visible_to=lambda person: MeetingSeries.objects.visible_to(person).without_successor(),
    retell=lambda series: activity.SeriesEnded(actor=None, series=series),
    mail=Mail(subject=_("Your weekly meetings end"), general=_("Your weekly meetings end.")),
)

TOLD = (
    MEETING_TOMORROW,
    MEETING_SOON,
    MEETING_MOVED,
    MEETING_CANCELLED,
    MEETING_HELD_AFTER_ALL,
    MEETING_OPENED,
    SERIES_SET,
    SERIES_ENDED,
)
