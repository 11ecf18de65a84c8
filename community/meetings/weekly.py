"""A group's weekly rhythm: setting it, ending it, and making the meetings of the weeks to come."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.meetings.activity import SeriesEnded, SeriesSet
from community.meetings.models import Meeting, MeetingSeries
from community.meetings.occurrences import days_between, in_week_of, local_day, monday_of, span
from community.meetings.opening import on_opening
from community.meetings.operations import LEAST_MINUTES, MOST_MINUTES, call_off, locked, put
from community.meetings.policy import can_arrange_meetings, stands_open
from community.membership.models import Group, Membership
from community.people.models import Person
from community.permissions import require
from community.roles import Role

#: How far ahead meetings are made.
AHEAD = timedelta(weeks=8)


@transaction.atomic
def set_series(
    *,
    actor: Person,
    group: Group,
    weekday: int,
    begins: time,
    minutes: int = 90,
    place: str = "",
    first_day: date | None = None,
) -> MeetingSeries:
    """Let a group meet every week at this hour, from today or a later day on; the meetings are there at once.

    What was the rhythm before ends. Its meetings of the weeks to come, with all that hangs on them, become meetings
    of the new one: those at their usual time go to the new time, those moved or cancelled by hand stay as they are,
    and no week has two. Members are told once. The same rhythm again changes nothing.

    Raises Refused for anybody but the network's consultants, and for a first day that is past or too far ahead.
    """
    require(can_arrange_meetings(actor, group), _("Only the network's consultants set when a group meets."))
    require(LEAST_MINUTES <= minutes <= MOST_MINUTES, _("A meeting lasts from 15 minutes to 8 hours."))
    require(0 <= weekday <= 6, _("Choose a day of the week."))
    today = local_day(clock.now())
    first_day = first_day or today
    require(today <= first_day <= today + AHEAD, _("The first day is today or within eight weeks."))
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    old = MeetingSeries.objects.select_for_update().filter(group=group, ended_at=None).first()
    if old and (old.weekday, old.begins, old.minutes, old.place) == (weekday, begins, minutes, place):
        return old
    if old:
        old.ended_at = clock.now()
        old.save(update_fields=["ended_at"])
    series = MeetingSeries.objects.create(
        group=group,
        weekday=weekday,
        begins=begins,
        minutes=minutes,
        place=place,
        first_day=first_day,
        made_by=_consultancy(actor, group),
        made_at=clock.now(),
    )
    _take_over(series, old)
    _make_meetings(series)
    record(SeriesSet(actor=actor, series=series))
    return series


def _consultancy(actor: Person, group: Group) -> Membership:
    return Membership.objects.current().get(person=actor, network=group.network_id, role=Role.CONSULTANT)


def _take_over(series: MeetingSeries, old: MeetingSeries | None) -> None:
    """Make meetings of earlier rhythms, from the week of the first day on, meetings of the new one.

    A meeting that an ended rhythm left cancelled holds no week; one that was moved by hand does, whichever made it.
    """
    begins_in = monday_of(series.first_day)
    earlier = (
        Meeting.objects.filter(group=series.group, series_day__gte=begins_in)
        .exclude(series=series)
        .order_by("series_day")
    )
    taken: set[date] = set()
    for meeting in sorted(earlier.select_related("series"), key=lambda m: m.series_id != (old.pk if old else None)):
        if meeting.series_id != (old.pk if old else None) and meeting.cancelled_at is not None:
            continue
        _take(series, locked(meeting), taken)


def _take(series: MeetingSeries, meeting: Meeting, taken: set[date]) -> None:
    former, was_day = meeting.series, meeting.series_day
    assert former is not None
    assert was_day is not None
    day = in_week_of(was_day, series.weekday)
    starts_at, _ends_at = span(day, series.begins, series.minutes)
    if day in taken or day < series.first_day:
        return
    usual = meeting.cancelled_at is None and former.keeps(meeting) and meeting.starts_at > clock.now()
    usual = usual and stands_open(meeting)
    if usual and starts_at <= clock.now():
        # This week's new hour is over: the week keeps the old one.
        return
    taken.add(day)
    meeting.series, meeting.series_day = series, day
    if not usual or not put(meeting, starts_at=starts_at, minutes=series.minutes, place=series.place):
        meeting.save(update_fields=["series", "series_day"])


@transaction.atomic
def end_series(*, actor: Person, group: Group, reason: str) -> MeetingSeries | None:
    """Let a group meet every week no longer. Its coming meetings at the usual time are cancelled, for this reason;
    those moved by hand are held. Members are told once. Where there is no rhythm, nothing changes.

    Raises Refused for anybody but the network's consultants, and without a reason.
    """
    require(can_arrange_meetings(actor, group), _("Only the network's consultants set when a group meets."))
    reason = reason.strip()
    require(0 < len(reason) <= 300, _("Say why, in a line."))
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    series = MeetingSeries.objects.select_for_update().filter(group=group, ended_at=None).first()
    if series is None:
        return None
    series.ended_at = clock.now()
    series.save(update_fields=["ended_at"])
    for meeting in series.meetings.held().filter(starts_at__gt=clock.now()).order_by("starts_at"):
        meeting = locked(meeting)
        if meeting.cancelled_at is None and series.keeps(meeting) and stands_open(meeting):
            call_off(meeting, reason)
    record(SeriesEnded(actor=actor, series=series))
    return series


def make_due_meetings() -> int:
    """Make the meetings of the next eight weeks that are not there yet; gives how many. Nobody is told.

    Any number of workers may do this at once, and as often as they like: a week is made once.
    """
    made = 0
    for pk, group_id in MeetingSeries.objects.present().order_by("pk").values_list("pk", "group"):
        with transaction.atomic():
            # Whoever sets another rhythm meanwhile waits for us, or we for them. The group comes first, here as there:
            # what follows a new meeting locks it too.
            Group.objects.select_for_update(no_key=True).get(pk=group_id)
            series = MeetingSeries.objects.select_for_update().filter(pk=pk, ended_at=None).first()
            made += len(_make_meetings(series)) if series else 0
    return made


def _make_meetings(series: MeetingSeries) -> list[Meeting]:
    now = clock.now()
    today = local_day(now)
    there = set(series.meetings.values_list("series_day", flat=True))
    days: Iterable[date] = days_between(max(series.first_day, today), today + AHEAD, series.weekday)
    made = []
    for day in days:
        starts_at, ends_at = span(day, series.begins, series.minutes)
        if day in there or starts_at <= now:
            continue
        try:
            with transaction.atomic():
                meeting = Meeting.objects.create(
                    group_id=series.group_id,
                    series=series,
                    series_day=day,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    place=series.place,
                    made_at=now,
                    changed_at=now,
                )
        except IntegrityError:
            # Another worker was quicker; what follows a new meeting followed there.
            continue
        for follow in on_opening:
            follow(meeting)
        made.append(meeting)
    return made
