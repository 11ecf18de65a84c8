"""When mails go: the clock on the wall, quiet hours, and the two nights of the year that are not as long as others."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community.notifications.models import MailTimes
from community.notifications.rhythm import Rhythm, after_quiet, next_time
from tests.tellings import local


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        ("2026-05-12 20:59", "2026-05-12 20:59"),
        ("2026-05-12 21:00", "2026-05-13 08:00"),
        ("2026-05-12 23:59", "2026-05-13 08:00"),
        ("2026-05-13 00:00", "2026-05-13 08:00"),
        ("2026-05-13 07:59", "2026-05-13 08:00"),
        ("2026-05-13 08:00", "2026-05-13 08:00"),
        # The night that loses an hour, and the one that has an hour twice.
        ("2026-03-28 22:00", "2026-03-29 08:00"),
        ("2026-10-24 22:00", "2026-10-25 08:00"),
    ],
)
def test_the_usual_quiet_hours(moment, then):
    assert after_quiet(local(moment), begins=21, ends=8) == local(then)


def test_quiet_hours_on_the_nights_when_the_clock_changes():
    assert after_quiet(local("2026-03-28 22:00"), begins=21, ends=8) - local("2026-03-28 22:00") == timedelta(hours=9)
    assert after_quiet(local("2026-10-24 22:00"), begins=21, ends=8) - local("2026-10-24 22:00") == timedelta(hours=11)


def test_an_hour_that_does_not_come_is_followed_by_the_next():
    assert after_quiet(local("2026-03-29 01:30"), begins=21, ends=2) == local("2026-03-29 03:00")
    assert next_time(local("2026-03-28 22:00"), hour=2) == local("2026-03-29 03:00")


def test_an_hour_that_comes_twice_counts_once():
    ends = after_quiet(local("2026-10-25 01:30"), begins=21, ends=2)
    assert ends == local("2026-10-25 02:00", fold=0)
    again = local("2026-10-25 02:30", fold=1)
    assert after_quiet(again, begins=21, ends=2) == again
    # The digest of two o'clock has gone at the first two o'clock; the next one is tomorrow's.
    assert next_time(again, hour=2) == local("2026-10-26 02:00")


def test_quiet_hours_within_a_day_and_none():
    assert after_quiet(local("2026-05-12 12:30"), begins=9, ends=15) == local("2026-05-12 15:00")
    assert after_quiet(local("2026-05-12 15:00"), begins=9, ends=15) == local("2026-05-12 15:00")
    assert after_quiet(local("2026-05-12 03:00"), begins=None, ends=None) == local("2026-05-12 03:00")


@pytest.mark.parametrize(
    ("moment", "hour", "weekday", "then"),
    [
        ("2026-05-12 15:59", 16, None, "2026-05-12 16:00"),
        ("2026-05-12 16:00", 16, None, "2026-05-12 16:00"),
        ("2026-05-12 16:01", 16, None, "2026-05-13 16:00"),
        ("2026-05-12 10:00", 16, 0, "2026-05-18 16:00"),
        ("2026-05-18 16:00", 16, 0, "2026-05-18 16:00"),
        ("2026-05-18 16:01", 16, 0, "2026-05-25 16:00"),
        # By the clock on the wall, on both sides of a change.
        ("2026-03-28 16:01", 16, None, "2026-03-29 16:00"),
        ("2026-10-24 16:01", 16, None, "2026-10-25 16:00"),
        ("2026-12-31 23:30", 0, None, "2027-01-01 00:00"),
    ],
)
def test_the_next_time_it_is_that_hour(moment, hour, weekday, then):
    assert next_time(local(moment), hour=hour, weekday=weekday) == local(then)


def test_each_rhythm_has_its_moment():
    times, moment = MailTimes(), local("2026-05-12 12:00")
    assert times.due(Rhythm.AT_ONCE, moment) == moment
    assert times.due(Rhythm.DAILY, moment) == local("2026-05-12 16:00")
    assert times.due(Rhythm.WEEKLY, moment) == local("2026-05-18 16:00")
    assert times.due(Rhythm.AT_ONCE, local("2026-05-12 22:00")) == local("2026-05-13 08:00")


@pytest.mark.parametrize(
    "times",
    [
        {"quiet_from": 21, "quiet_until": None},
        {"quiet_from": None, "quiet_until": 8},
        {"quiet_from": 8, "quiet_until": 8},
        {"quiet_from": 24, "quiet_until": 8},
        {"digest_hour": 24},
        {"digest_weekday": 7},
    ],
)
def test_the_table_refuses_times_that_are_none(world, times):
    with pytest.raises(IntegrityError), transaction.atomic():
        MailTimes.objects.create(person=world.freja, **times)
