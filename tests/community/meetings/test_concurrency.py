"""Several workers at once, on a database that lets several write at once: no week twice, no reminder twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
from django.db import connection

from community import clock
from community.meetings import opening
from community.meetings.models import Answer, Attendance, Meeting
from community.meetings.operations import answer_meeting, open_meeting
from community.meetings.reminding import remind_of_meetings
from community.meetings.weekly import make_due_meetings, set_series
from community.notifications.models import Notification
from tests.personas import build_world
from tests.support import needs

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
WORKERS = 4


def at_once(deeds, moment):
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(10)
            with clock.at(moment):
                return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [answer.result() for answer in [threads.submit(run, deed) for deed in deeds]]


@pytest.fixture
def aworld_at_noon(transactional_db):
    with clock.at(NOON):
        return build_world()


def test_workers_make_each_week_once_and_hand_it_on_once(aworld_at_noon):
    world, opened = aworld_at_noon, []
    with clock.at(NOON):
        set_series(actor=world.signe, group=world.torsdagsholdet, weekday=3, begins=time(13))
        set_series(actor=world.signe, group=world.mandagsholdet, weekday=0, begins=time(13))
    opening.on_opening.append(lambda meeting: opened.append(meeting.pk))
    try:
        made = at_once([make_due_meetings] * WORKERS, NOON + timedelta(weeks=4))
    finally:
        opening.on_opening.pop()
    assert sum(made) == 8
    assert len(opened) == len(set(opened)) == 8
    days = list(Meeting.objects.values_list("group", "starts_at"))
    assert len(days) == len(set(days)) == 24


def test_a_new_rhythm_beside_the_workers_leaves_no_week_with_two(aworld_at_noon):
    world = aworld_at_noon
    with clock.at(NOON):
        set_series(actor=world.signe, group=world.torsdagsholdet, weekday=3, begins=time(13))
    signe, group = world.signe, world.torsdagsholdet

    def another():
        set_series(actor=signe, group=group, weekday=4, begins=time(9))

    at_once([another, *[make_due_meetings] * WORKERS], NOON + timedelta(weeks=4))
    weeks = [m.starts_at.isocalendar()[:2] for m in Meeting.objects.filter(group=group)]
    assert len(weeks) == len(set(weeks))


def test_workers_remind_once(aworld_at_noon):
    world = aworld_at_noon
    with clock.at(NOON):
        open_meeting(actor=None, group=world.torsdagsholdet, starts_at=NOON + timedelta(hours=3))
    assert sum(at_once([remind_of_meetings] * WORKERS, NOON + timedelta(hours=2))) == 1
    assert Notification.objects.filter(kind="meeting_soon").count() == 3


def test_two_taps_at_once_are_one_answer(aworld_at_noon):
    world = aworld_at_noon
    with clock.at(NOON):
        meeting = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=NOON + timedelta(hours=3))
    freja = world.freja
    taps = [lambda a=a: answer_meeting(actor=freja, meeting=meeting, answer=a) for a in Answer.values * 2]
    at_once(taps, NOON)
    assert Attendance.objects.count() == 1


def test_two_who_open_the_same_meeting_open_one(aworld_at_noon):
    world = aworld_at_noon
    signe, group, starts_at = world.signe, world.torsdagsholdet, NOON + timedelta(hours=3)
    at_once([lambda: open_meeting(actor=signe, group=group, starts_at=starts_at)] * WORKERS, NOON)
    assert Meeting.objects.count() == 1
