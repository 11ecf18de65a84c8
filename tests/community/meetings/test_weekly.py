"""The weekly rhythm: the meetings of the weeks to come, a change of rhythm, and its end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from community import clock
from community.meetings import opening
from community.meetings.models import Answer, Meeting, MeetingSeries
from community.meetings.occurrences import ZONE
from community.meetings.operations import answer_meeting, cancel_meeting, hold_meeting_after_all, move_meeting
from community.meetings.weekly import end_series, make_due_meetings, set_series
from community.notifications.models import Notification
from community.permissions import Refused
from community.roles import GroupKind

#: A Wednesday noon in Copenhagen.
NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
THURSDAY, MONDAY, WEDNESDAY = 3, 0, 2


@pytest.fixture
def world(db):
    """The world as it stands at noon: whoever is told now, belongs already."""
    from tests.personas import build_world

    with clock.at(NOON):
        yield build_world()


def weekly(world, **values):
    given = {"weekday": THURSDAY, "begins": time(13), "minutes": 90, "place": "Salen"} | values
    return set_series(actor=world.signe, group=world.torsdagsholdet, **given)


def local_starts(group):
    return [
        f"{m.starts_at.astimezone(ZONE):%a %d.%m %H:%M}"
        for m in Meeting.objects.held().filter(group=group).order_by("starts_at")
    ]


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__display_name", flat=True))


def test_a_rhythm_makes_the_meetings_of_eight_weeks_at_once_and_tells_the_group_once(world):
    series = weekly(world)
    assert local_starts(world.torsdagsholdet) == [
        "Thu 12.03 13:00",
        "Thu 19.03 13:00",
        "Thu 26.03 13:00",
        "Thu 02.04 13:00",
        "Thu 09.04 13:00",
        "Thu 16.04 13:00",
        "Thu 23.04 13:00",
        "Thu 30.04 13:00",
    ]
    assert series.made_by == world.membership("signe")
    assert told("series_set") == ["Amina", "Freja", "Jonas"]
    assert not Notification.objects.exclude(kind="series_set").exists()


def test_making_again_makes_nothing_and_a_week_later_one_more(world):
    weekly(world)
    assert make_due_meetings() == 0
    with clock.at(NOON + timedelta(days=7)):
        assert make_due_meetings() == 1
        assert make_due_meetings() == 0
    assert Meeting.objects.count() == 9


def test_the_same_rhythm_again_changes_nothing(world):
    first = weekly(world)
    assert weekly(world) == first
    assert MeetingSeries.objects.count() == 1


def test_todays_hour_that_is_over_is_not_made(world):
    weekly(world, weekday=WEDNESDAY, begins=time(11, 30))
    assert local_starts(world.torsdagsholdet)[0] == "Wed 18.03 11:30"


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        # Where the change falls between two meetings the clock on the wall stays, and UTC moves by the hour.
        (date(2026, 3, 29), (date(2026, 3, 26), 12), (date(2026, 4, 2), 11)),
        (date(2026, 10, 25), (date(2026, 10, 22), 11), (date(2026, 10, 29), 12)),
        (date(2027, 3, 28), (date(2027, 3, 25), 12), (date(2027, 4, 1), 11)),
        (date(2027, 10, 31), (date(2027, 10, 28), 11), (date(2027, 11, 4), 12)),
    ],
)
def test_the_hour_on_the_wall_stays_across_the_change(world, change, before, after):
    with clock.at(datetime.combine(change - timedelta(days=10), time(8), tzinfo=UTC)):
        weekly(world)
        for day, hour in (before, after):
            meeting = Meeting.objects.get(series_day=day)
            assert meeting.starts_at == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            assert meeting.starts_at.astimezone(ZONE).hour == 13
            assert meeting.minutes == 90


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        # 2.30 does not exist: it is the same as 3.30 in summer time.
        (date(2026, 3, 29), "2026-03-29T01:30+00:00", "2026-03-29T02:30+00:00"),
        (date(2027, 3, 28), "2027-03-28T01:30+00:00", "2027-03-28T02:30+00:00"),
        # 2.30 comes twice: the first is meant, and an hour is an hour.
        (date(2026, 10, 25), "2026-10-25T00:30+00:00", "2026-10-25T01:30+00:00"),
        (date(2027, 10, 31), "2027-10-31T00:30+00:00", "2027-10-31T01:30+00:00"),
    ],
)
def test_a_meeting_in_the_night_of_the_change_is_an_hour_long(world, day, starts, ends):
    with clock.at(datetime.combine(day - timedelta(days=3), time(8), tzinfo=UTC)):
        weekly(world, weekday=6, begins=time(2, 30), minutes=60)
    meeting = Meeting.objects.get(series_day=day)
    assert meeting.starts_at == datetime.fromisoformat(starts)
    assert meeting.ends_at == datetime.fromisoformat(ends)


def test_a_new_rhythm_takes_the_meetings_over_and_no_week_has_two(world):
    weekly(world)
    _first, second, third, fourth = Meeting.objects.order_by("starts_at")[:4]
    answer_meeting(actor=world.freja, meeting=fourth, answer=Answer.COMING)
    move_meeting(
        actor=world.signe, meeting=second, starts_at=second.starts_at + timedelta(days=1), minutes=90, place="Salen"
    )
    cancel_meeting(actor=world.signe, meeting=third, reason="Fridag")
    moved = []
    opening.on_moving.append(lambda meeting, before: moved.append((meeting.pk, before)))
    try:
        weekly(world, weekday=MONDAY, begins=time(10))
    finally:
        opening.on_moving.pop()
    assert local_starts(world.torsdagsholdet) == [
        # Monday of this week is over: the week keeps its Thursday.
        "Thu 12.03 13:00",
        # Moved by hand.
        "Fri 20.03 13:00",
        # The week of the 23rd is cancelled.
        "Mon 30.03 10:00",
        "Mon 06.04 10:00",
        "Mon 13.04 10:00",
        "Mon 20.04 10:00",
        "Mon 27.04 10:00",
        "Mon 04.05 10:00",
    ]
    fourth.refresh_from_db()
    assert (fourth.pk, datetime(2026, 4, 2, 11, tzinfo=UTC)) in moved
    assert len(moved) == 5
    assert fourth.sequence == 1
    assert not fourth.attendances.exists()
    assert make_due_meetings() == 0
    assert told("series_set") == ["Amina", "Amina", "Freja", "Freja", "Jonas", "Jonas"]
    hold_meeting_after_all(actor=world.signe, meeting=third)
    assert "Thu 26.03 13:00" in local_starts(world.torsdagsholdet)


def test_a_rhythm_from_a_later_day_leaves_the_meetings_before_it(world):
    weekly(world)
    weekly(world, weekday=MONDAY, begins=time(10), first_day=date(2026, 4, 13))
    assert local_starts(world.torsdagsholdet)[:6] == [
        "Thu 12.03 13:00",
        "Thu 19.03 13:00",
        "Thu 26.03 13:00",
        "Thu 02.04 13:00",
        "Thu 09.04 13:00",
        "Mon 13.04 10:00",
    ]


def test_another_place_moves_the_meetings_without_asking_anew(world):
    weekly(world)
    meeting = Meeting.objects.order_by("starts_at").first()
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    weekly(world, place="Haven")
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence, meeting.attendances.count()) == ("Haven", 1, 1)


def test_ending_cancels_what_is_to_come_and_tells_once(world):
    weekly(world)
    kept = Meeting.objects.order_by("starts_at")[1]
    move_meeting(
        actor=world.signe, meeting=kept, starts_at=kept.starts_at + timedelta(days=1), minutes=90, place="Salen"
    )
    end_series(actor=world.signe, group=world.torsdagsholdet, reason="Holdet holder sommerferie.")
    assert local_starts(world.torsdagsholdet) == ["Fri 20.03 13:00"]
    assert told("series_ended") == ["Amina", "Freja", "Jonas"]
    assert told("meeting_cancelled") == []
    assert make_due_meetings() == 0
    assert end_series(actor=world.signe, group=world.torsdagsholdet, reason="Igen") is None
    weekly(world)
    # The weeks that the end left empty are made anew, and the one that was moved is not doubled.
    assert local_starts(world.torsdagsholdet)[:3] == ["Thu 12.03 13:00", "Fri 20.03 13:00", "Thu 26.03 13:00"]


@pytest.mark.parametrize("name", ["freja", "sofie", "mona", "tine", "bo", "ellen", "karla"])
def test_only_the_networks_consultants_set_and_end_a_rhythm(world, name):
    with pytest.raises(Refused):
        set_series(actor=world.who(name), group=world.torsdagsholdet, weekday=1, begins=time(9))
    weekly(world)
    with pytest.raises(Refused):
        end_series(actor=world.who(name), group=world.torsdagsholdet, reason="Nej")
    assert Meeting.objects.held().count() == 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 10},
        {"minutes": 481},
        {"weekday": 7},
        {"first_day": date(2026, 3, 10)},
        {"first_day": date(2026, 6, 1)},
    ],
)
def test_what_makes_no_sense_is_refused(world, wrong):
    with pytest.raises(Refused):
        weekly(world, **wrong)
    assert not MeetingSeries.objects.exists()


def test_the_company_network_and_the_team_meet_too(world):
    for kind in (GroupKind.COMPANY_NETWORK, GroupKind.TEAM):
        group = world.group(world.roskilde, kind)
        set_series(actor=world.signe, group=group, weekday=THURSDAY, begins=time(15))
        assert Meeting.objects.filter(group=group).count() == 8
    assert "Rashid" in told("series_set")
    assert "Tine" in told("series_set")
    assert "Line" not in told("series_set")


def test_every_new_meeting_is_handed_on_once(world):
    opened = []
    opening.on_opening.append(opened.append)
    try:
        weekly(world)
        make_due_meetings()
    finally:
        opening.on_opening.pop()
    assert sorted(m.pk for m in opened) == sorted(Meeting.objects.values_list("pk", flat=True))
