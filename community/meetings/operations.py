"""Opening, moving and cancelling a meeting, and saying whether one comes. The weekly rhythm stands in weekly.py."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.meetings.activity import (
    MeetingAnswered,
    MeetingCancelled,
    MeetingHeldAfterAll,
    MeetingMoved,
    MeetingOpened,
)
from community.meetings.models import Answer, Attendance, Meeting, MeetingNews
from community.meetings.opening import on_cancelling, on_moving, on_opening
from community.meetings.policy import (
    can_answer_meeting,
    can_arrange,
    can_arrange_meetings,
    can_change_meeting,
    can_hold_after_all,
    can_open_across,
    place_in,
)
from community.membership.models import Group
from community.people.models import Person
from community.permissions import require

LEAST_MINUTES, MOST_MINUTES = 15, 480
#: Nobody plans a meeting further ahead; a slip of the year would.
FURTHEST = timedelta(days=400)
What = MeetingNews.What


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands, and nobody changes it before us. Rooms that hang on it may still refer to it."""
    meetings = Meeting.objects.select_related("group", "series")
    return meetings.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


def news_of(meeting: Meeting, what: str) -> MeetingNews:
    return MeetingNews.objects.create(meeting=meeting, what=what, sequence=meeting.sequence, made_at=clock.now())


def _check_length(minutes: int) -> None:
    require(LEAST_MINUTES <= minutes <= MOST_MINUTES, _("A meeting lasts from 15 minutes to 8 hours."))


def _check_ahead(starts_at: datetime) -> None:
    now = clock.now()
    require(now < starts_at <= now + FURTHEST, _("A meeting begins later than now, and within a year."))


@transaction.atomic
def open_meeting(
    *,
    actor: Person | None,
    group: Group,
    starts_at: datetime,
    minutes: int = 90,
    place: str = "",
    link: str = "",
    across: bool = False,
) -> Meeting:
    """Open one meeting besides the weekly ones. The group's members are told; with `across` a team invites the staff
    of all networks and the programme, and they are told.

    Twice is once: a meeting of the group that begins at that very moment is the one. Raises Refused for anybody but
    the network's consultants, and for a time that is over. Without an actor the demo opens what was long ago.
    """
    _check_length(minutes)
    if actor is not None:
        may = can_open_across if across else can_arrange_meetings
        require(may(actor, group), _("Only the network's consultants open meetings."))
        _check_ahead(starts_at)
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if same := Meeting.objects.held().filter(group=group, starts_at=starts_at, across=across).first():
        return same
    meeting = Meeting.objects.create(
        group=group,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        place=place,
        link=link,
        across=across,
        made_at=clock.now(),
        changed_at=clock.now(),
    )
    for follow in on_opening:
        follow(meeting)
    record(MeetingOpened(actor=actor, news=news_of(meeting, What.OPENED)))
    return meeting


def put(meeting: Meeting, *, starts_at: datetime, minutes: int, place: str, link: str | None = None) -> bool:
    """Put a locked meeting to this time and place: what follows it moves along. Whether that changes anything.

    With another time the answers are void: who could not come then may come now. With another place they stand.
    """
    before, ends_at = meeting.starts_at, starts_at + timedelta(minutes=minutes)
    link = meeting.link if link is None else link
    if (before, meeting.ends_at, meeting.place, meeting.link) == (starts_at, ends_at, place, link):
        return False
    other_time = (before, meeting.ends_at) != (starts_at, ends_at)
    meeting.starts_at, meeting.ends_at, meeting.place, meeting.link = starts_at, ends_at, place, link
    keep_change(meeting, "starts_at", "ends_at", "place", "link", "series", "series_day")
    if other_time:
        Attendance.objects.filter(meeting=meeting).delete()
        for follow in on_moving:
            follow(meeting, before)
    return True


def keep_change(meeting: Meeting, *fields: str) -> None:
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.save(update_fields=[*fields, "sequence", "changed_at"])


@transaction.atomic
def move_meeting(
    *, actor: Person, meeting: Meeting, starts_at: datetime, minutes: int, place: str, link: str | None = None
) -> Meeting:
    """Give one meeting another time, place or link. All members are told, and with another time they are asked anew.

    The week stays made: the series makes no second meeting in it. Raises Refused for anybody but the network's
    consultants, for a meeting that has begun, is over or cancelled, and for a time that is over.
    """
    meeting = locked(meeting)
    require(can_change_meeting(actor, meeting), _("This meeting cannot be moved any more."))
    _check_length(minutes)
    if starts_at != meeting.starts_at:
        _check_ahead(starts_at)
    if put(meeting, starts_at=starts_at, minutes=minutes, place=place, link=link):
        record(MeetingMoved(actor=actor, news=news_of(meeting, What.MOVED)))
    return meeting


def call_off(meeting: Meeting, reason: str) -> None:
    """Cancel a locked meeting, and what hangs on it with it."""
    meeting.cancelled_at, meeting.cancelled_because = clock.now(), reason
    keep_change(meeting, "cancelled_at", "cancelled_because")
    for follow in on_cancelling:
        follow(meeting)


@transaction.atomic
def cancel_meeting(*, actor: Person, meeting: Meeting, reason: str) -> Meeting:
    """Cancel one meeting and say why. All members are told, and it stays on the page and in the calendars, as
    cancelled. Cancelling twice changes nothing.

    Raises Refused for anybody but the network's consultants, without a reason, and once it has begun or is over.
    """
    meeting = locked(meeting)
    if meeting.cancelled_at is not None:
        require(can_arrange(actor, meeting))
        return meeting
    require(can_change_meeting(actor, meeting), _("This meeting cannot be cancelled any more."))
    reason = reason.strip()
    require(bool(reason), _("Say why, in a line."))
    require(len(reason) <= 300, _("Say it in a line."))
    call_off(meeting, reason)
    record(MeetingCancelled(actor=actor, news=news_of(meeting, What.CANCELLED)))
    return meeting


@transaction.atomic
def hold_meeting_after_all(*, actor: Person, meeting: Meeting) -> Meeting:
    """Take a cancellation back. All members are told, and the answers from before stand.

    Raises Refused for anybody but the network's consultants, and once its time is over.
    """
    meeting = locked(meeting)
    if meeting.cancelled_at is None:
        require(can_arrange(actor, meeting))
        return meeting
    require(can_hold_after_all(actor, meeting), _("The time of this meeting is over."))
    meeting.cancelled_at, meeting.cancelled_because = None, ""
    keep_change(meeting, "cancelled_at", "cancelled_because")
    for follow in on_opening:
        follow(meeting)
    record(MeetingHeldAfterAll(actor=actor, news=news_of(meeting, What.HELD_AFTER_ALL)))
    return meeting


@transaction.atomic
def answer_meeting(*, actor: Person, meeting: Meeting, answer: str) -> Attendance:
    """Say whether one comes; it can be changed until the meeting is over. Nobody is notified; open pages show it.

    Raises Refused for anybody but present members of the group, and once the meeting is over or cancelled.
    """
    meeting = locked(meeting)
    require(can_answer_meeting(actor, meeting), _why_not(actor, meeting))
    require(answer in Answer.values, _("Say that you are coming, or that you cannot."))
    attendance, new = Attendance.objects.get_or_create(
        meeting=meeting,
        membership=place_in(actor, meeting),
        defaults={"answer": answer, "answered_at": clock.now()},
    )
    if new or attendance.answer != answer:
        attendance.answer, attendance.answered_at = answer, clock.now()
        attendance.save(update_fields=["answer", "answered_at"])
        record(MeetingAnswered(actor=None, meeting=meeting))
    return attendance


@transaction.atomic
def withdraw_answer(*, actor: Person, meeting: Meeting) -> None:
    """Take one's answer back, as if nothing had been said. Twice is once. Raises Refused like answering."""
    meeting = locked(meeting)
    require(can_answer_meeting(actor, meeting), _why_not(actor, meeting))
    gone, _rows = Attendance.objects.filter(meeting=meeting, membership=place_in(actor, meeting)).delete()
    if gone:
        record(MeetingAnswered(actor=None, meeting=meeting))


def _why_not(actor: Person, meeting: Meeting) -> str:
    if place_in(actor, meeting) is None:
        return _("Only the members of the group say whether they come.")
    return _("This meeting is over.") if meeting.is_over else _("This meeting is cancelled.")
