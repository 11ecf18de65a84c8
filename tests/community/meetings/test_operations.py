"""One meeting: opened, moved, cancelled, held after all; and who comes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.activity.models import ActivityRecord
from community.meetings import opening
from community.meetings.models import Answer, Attendance, Meeting
from community.meetings.operations import (
    answer_meeting,
    cancel_meeting,
    hold_meeting_after_all,
    move_meeting,
    open_meeting,
    withdraw_answer,
)
from community.membership.operations import end_membership
from community.notifications.models import Notification, OutboxMail
from community.permissions import Refused
from community.roles import GroupKind
from tests.personas import build_world

NOON = datetime(2026, 3, 11, 11, tzinfo=UTC)
START = datetime(2026, 3, 19, 12, tzinfo=UTC)


@pytest.fixture
def world(db):
    with clock.at(NOON):
        yield build_world()


@pytest.fixture
def meeting(world):
    return open_meeting(actor=world.signe, group=world.torsdagsholdet, starts_at=START, minutes=90, place="Salen")


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__display_name", flat=True))


def test_a_single_meeting_is_told_to_the_group_alone(world, meeting):
    assert (meeting.ends_at, meeting.series) == (START + timedelta(minutes=90), None)
    assert told("meeting_opened") == ["Amina", "Freja", "Jonas"]
    assert OutboxMail.objects.count() == 3


def test_opening_twice_is_once(world, meeting):
    again = open_meeting(actor=world.signe, group=world.torsdagsholdet, starts_at=START, minutes=60)
    assert (again, Meeting.objects.count()) == (meeting, 1)


@pytest.mark.parametrize("wrong", [{"starts_at": NOON}, {"starts_at": NOON + timedelta(days=401)}, {"minutes": 14}])
def test_a_time_that_makes_no_sense_is_refused(world, wrong):
    with pytest.raises(Refused):
        open_meeting(actor=world.signe, group=world.torsdagsholdet, **{"starts_at": START, "minutes": 90} | wrong)


def test_moving_tells_all_and_asks_anew(world, meeting):
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    answer_meeting(actor=world.jonas, meeting=meeting, answer=Answer.CANNOT)
    moved = []
    opening.on_moving.append(lambda meeting, before: moved.append((meeting.starts_at, before)))
    try:
        meeting = move_meeting(
            actor=world.signe, meeting=meeting, starts_at=START + timedelta(days=1), minutes=60, place="Haven"
        )
    finally:
        opening.on_moving.pop()
    assert moved == [(START + timedelta(days=1), START)]
    assert (meeting.sequence, meeting.minutes, meeting.place) == (1, 60, "Haven")
    assert not Attendance.objects.exists()
    # Jonas too: the new time may fit.
    assert told("meeting_moved") == ["Amina", "Freja", "Jonas"]


def test_a_second_move_is_told_again_and_the_first_is_told_no_more(world, meeting):
    for days in (1, 2):
        move_meeting(
            actor=world.signe, meeting=meeting, starts_at=START + timedelta(days=days), minutes=90, place="Salen"
        )
    assert told("meeting_moved") == ["Amina", "Amina", "Freja", "Freja", "Jonas", "Jonas"]
    seen = Notification.objects.visible_to(world.freja)
    assert seen.count() == 1
    assert seen.get().subject_id == meeting.news.get(what="moved", sequence=2).pk


def test_another_place_keeps_the_answers_and_nothing_new_tells_nobody(world, meeting):
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    move_meeting(actor=world.signe, meeting=meeting, starts_at=START, minutes=90, place="Salen")
    assert told("meeting_moved") == []
    move_meeting(actor=world.signe, meeting=meeting, starts_at=START, minutes=90, place="Haven")
    assert told("meeting_moved") == ["Amina", "Freja", "Jonas"]
    assert Attendance.objects.count() == 1


def test_cancelling_says_why_and_can_be_taken_back(world, meeting):
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    followed = []
    opening.on_cancelling.append(lambda m: followed.append("cancelled"))
    opening.on_opening.append(lambda m: followed.append("opened"))
    try:
        with pytest.raises(Refused):
            cancel_meeting(actor=world.signe, meeting=meeting, reason="  ")
        cancel_meeting(actor=world.signe, meeting=meeting, reason="Signe er syg")
        cancel_meeting(actor=world.signe, meeting=meeting, reason="Igen")
        meeting.refresh_from_db()
        assert (meeting.cancelled_because, meeting.sequence) == ("Signe er syg", 1)
        assert told("meeting_cancelled") == ["Amina", "Freja", "Jonas"]
        hold_meeting_after_all(actor=world.signe, meeting=meeting)
        hold_meeting_after_all(actor=world.signe, meeting=meeting)
    finally:
        opening.on_cancelling.pop()
        opening.on_opening.pop()
    meeting.refresh_from_db()
    assert (meeting.cancelled_at, meeting.cancelled_because, meeting.sequence) == (None, "", 2)
    assert followed == ["cancelled", "opened"]
    assert told("meeting_held_after_all") == ["Amina", "Freja", "Jonas"]
    assert Attendance.objects.get().answer == Answer.COMING


def change(world, meeting, verb):
    actor = world.signe
    match verb:
        case "move":
            return move_meeting(
                actor=actor, meeting=meeting, starts_at=clock.now() + timedelta(days=9), minutes=90, place=""
            )
        case "cancel":
            return cancel_meeting(actor=actor, meeting=meeting, reason="Nej")
        case _:
            return hold_meeting_after_all(actor=actor, meeting=meeting)


@pytest.mark.parametrize("verb", ["move", "cancel"])
def test_what_has_begun_or_is_over_stays(world, meeting, verb):
    opening.has_begun.append(lambda meetings: meetings)
    try:
        with pytest.raises(Refused):
            change(world, meeting, verb)
    finally:
        opening.has_begun.pop()
    with clock.at(meeting.ends_at), pytest.raises(Refused):
        change(world, meeting, verb)
    with clock.at(meeting.ends_at - timedelta(seconds=1)):
        change(world, meeting, verb)


def test_a_cancelled_meeting_is_not_moved_and_not_held_when_it_is_over(world, meeting):
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
    with pytest.raises(Refused):
        change(world, meeting, "move")
    with clock.at(meeting.ends_at), pytest.raises(Refused):
        change(world, meeting, "hold")


@pytest.mark.parametrize("name", ["freja", "sofie", "yusuf", "emil", "mona", "tine", "bo", "ellen", "karla"])
def test_only_the_networks_consultants_arrange(world, meeting, name):
    actor = world.who(name)
    later = START + timedelta(hours=1)
    with pytest.raises(Refused):
        open_meeting(actor=actor, group=world.torsdagsholdet, starts_at=later)
    with pytest.raises(Refused):
        move_meeting(actor=actor, meeting=meeting, starts_at=later, minutes=90, place="")
    with pytest.raises(Refused):
        cancel_meeting(actor=actor, meeting=meeting, reason="Nej")
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
    with pytest.raises(Refused):
        hold_meeting_after_all(actor=actor, meeting=meeting)


@pytest.mark.parametrize(
    ("group", "may"),
    [
        ("youth", {"freja", "amina"}),
        ("company", {"mona"}),
        ("team", {"signe", "tine"}),
    ],
)
def test_only_members_of_the_group_answer(world, group, may):
    groups = {
        "youth": world.torsdagsholdet,
        "company": world.group(world.roskilde, GroupKind.COMPANY_NETWORK),
        "team": world.group(world.roskilde, GroupKind.TEAM),
    }
    meeting = open_meeting(actor=world.signe, group=groups[group], starts_at=START)
    for name in ("freja", "amina", "sofie", "yusuf", "emil", "mona", "line", "signe", "bo", "tine", "ellen", "karla"):
        if name in may:
            answer_meeting(actor=world.who(name), meeting=meeting, answer=Answer.COMING)
        else:
            with pytest.raises(Refused):
                answer_meeting(actor=world.who(name), meeting=meeting, answer=Answer.COMING)
            with pytest.raises(Refused):
                withdraw_answer(actor=world.who(name), meeting=meeting)
    assert {a.membership.person.display_name.lower() for a in Attendance.objects.all()} == may


def test_an_answer_changes_until_the_end_and_leaves_no_name_behind(world, meeting):
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    with clock.at(meeting.ends_at - timedelta(seconds=1)):
        answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.CANNOT)
        withdraw_answer(actor=world.freja, meeting=meeting)
        withdraw_answer(actor=world.freja, meeting=meeting)
        assert not Attendance.objects.exists()
    records = ActivityRecord.objects.filter(kind="meeting_answered")
    assert [(r.actor, r.subject_id) for r in records] == [(None, meeting.pk)] * 3
    assert not Notification.objects.filter(kind="meeting_answered").exists()
    with clock.at(meeting.ends_at), pytest.raises(Refused):
        answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)


def test_nonsense_and_a_cancelled_meeting_take_no_answer(world, meeting):
    with pytest.raises(Refused):
        answer_meeting(actor=world.freja, meeting=meeting, answer="maybe")
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
    with pytest.raises(Refused):
        answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)


def test_whoever_has_left_neither_answers_nor_is_told(world, meeting):
    end_membership(actor=world.signe, membership=world.membership("freja"))
    with pytest.raises(Refused):
        answer_meeting(actor=world.freja, meeting=meeting, answer=Answer.COMING)
    cancel_meeting(actor=world.signe, meeting=meeting, reason="Nej")
    assert told("meeting_cancelled") == ["Amina", "Jonas"]


def test_the_database_refuses_an_answer_from_another_group(world, meeting):
    for name in ("sofie", "yusuf", "signe", "mona"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attendance.objects.create(meeting=meeting, membership=world.membership(name), answer=Answer.COMING)
    own = Attendance.objects.create(meeting=meeting, membership=world.membership("freja"), answer=Answer.COMING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(pk=own.pk).update(membership=world.membership("sofie"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(group=world.mandagsholdet)
