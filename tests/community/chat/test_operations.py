"""Saying something: one order without holes, nothing twice, nothing by those who may not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from community import clock
from community.activity.models import ActivityRecord
from community.chat.models import Message, ReadPointer, Room
from community.chat.operations import read_room
from community.chat.saying import PACE, BadWords, TooFast, UuidTaken, send_message
from community.chat.unread import has_unread
from community.membership.operations import end_membership
from community.permissions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(world) -> Room:
    return world.torsdagsholdet.space.room


@pytest.fixture
def forum_room(world) -> Room:
    return Room.objects.get(space__network=world.roskilde, space__kind="youth_forum")


def say(actor, room, body="oppe", uuid=None):
    return send_message(actor=actor, room=room, body=body, client_uuid=uuid or uuid4())


def test_messages_take_the_numbers_of_their_room_without_holes(world, room, forum_room):
    assert [say(world.freja, room)[0].seq for _time in range(3)] == [1, 2, 3]
    assert say(world.amina, forum_room)[0].seq == 1
    assert say(world.signe, room)[0].seq == 4
    room.refresh_from_db()
    assert room.last_seq == 4


def test_a_message_is_stored_and_recorded_and_leaves_only_after_the_commit(
    world, room, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        message, new = say(world.freja, room, "oppe. og kaffe.")
    assert new
    assert len(callbacks) == 1
    record = ActivityRecord.objects.get(kind="message_sent")
    assert (record.actor_id, record.subject_id) == (world.freja.pk, message.pk)


def test_the_same_uuid_again_returns_what_stands_and_does_nothing_else(world, room, django_capture_on_commit_callbacks):
    uuid = uuid4()
    first, new = say(world.freja, room, "ja", uuid)
    with django_capture_on_commit_callbacks() as callbacks:
        again, new_again = say(world.freja, room, "ja, igen", uuid)
    assert (new, new_again) == (True, False)
    assert again == first
    assert again.body == "ja"
    assert callbacks == []
    assert Message.objects.count() == 1
    assert ActivityRecord.objects.filter(kind="message_sent").count() == 1


def test_a_uuid_of_another_room_is_refused_and_takes_no_number(world, room, forum_room):
    uuid = uuid4()
    say(world.freja, room, "ja", uuid)
    with pytest.raises(UuidTaken):
        say(world.freja, forum_room, "ja", uuid)
    forum_room.refresh_from_db()
    assert forum_room.last_seq == 0


def test_two_people_may_have_the_same_uuid(world, room):
    uuid = uuid4()
    assert say(world.freja, room, uuid=uuid)[1]
    assert say(world.amina, room, uuid=uuid)[1]


@pytest.mark.parametrize("name", ["sofie", "yusuf", "emil", "mona", "line", "bo", "ellen", "karla"])
def test_nobody_from_elsewhere_says_anything(world, room, name):
    with pytest.raises(Refused):
        say(world.who(name), room)
    assert not Message.objects.exists()
    room.refresh_from_db()
    assert room.last_seq == 0


def test_whoever_has_just_left_says_nothing_more(world, room):
    """The actor was read while still a member; the operation reads again."""
    freja = world.freja
    assert freja.current_memberships()
    end_membership(actor=world.signe, membership=world.membership("freja"))
    with pytest.raises(Refused):
        say(freja, room)


@pytest.mark.parametrize("body", ["", "   \n ", "\x00", "\ud800", "x" * 4001])
def test_nothing_and_too_much_are_refused(world, room, body):
    with pytest.raises(BadWords):
        say(world.freja, room, body)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("hej\x00 du", "hej du"),
        ("hej \ud83d du", "hej  du"),
        ("en\r\nto", "en\nto"),
        (" kant ", "kant"),
        ("👍🏽 æøå", "👍🏽 æøå"),
        ("x" * 4000, "x" * 4000),
        ("<b>&", "<b>&"),
    ],
)
def test_words_are_kept_as_typed_without_what_breaks_things(world, room, body, kept):
    assert Message.objects.get(pk=say(world.freja, room, body)[0].pk).body == kept


def test_sixty_in_a_minute_and_no_more(world, room, forum_room):
    start = timezone.now()
    with clock.at(start):
        for number in range(PACE):
            say(world.freja, (room, forum_room)[number % 2])
        with pytest.raises(TooFast):
            say(world.freja, room)
        say(world.amina, room)
    with clock.at(start + timedelta(seconds=61)):
        say(world.freja, room)


def test_a_repeat_is_answered_also_beyond_the_pace(world, room):
    uuid = uuid4()
    with clock.at(timezone.now()):
        say(world.freja, room, uuid=uuid)
        for _number in range(PACE - 1):
            say(world.freja, room)
        assert say(world.freja, room, uuid=uuid)[1] is False


def test_the_clock_says_when_it_was_said(world, room):
    moment = timezone.now() + timedelta(days=3)
    with clock.at(moment):
        assert say(world.freja, room)[0].sent_at == moment


def test_the_database_holds_the_rules_too(world, room):
    say(world.freja, room)
    right = {"room": room, "author": world.freja, "seq": 2, "number": 2, "body": "x"}
    for wrong in ({"seq": 1}, {"seq": 0}, {"number": 3}, {"body": ""}, {"body": "x" * 4001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(**right | wrong, client_uuid=uuid4())
    for wrong in ({"first_seq": 3}, {"last_number": 2}, {"begun_by": world.freja}, {"space": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Room.objects.filter(pk=room.pk).update(**wrong)


def test_the_read_pointer_goes_forward_only_and_not_beyond(world, room):
    for _time in range(3):
        say(world.amina, room)
    assert read_room(actor=world.freja, room=room, seq=2).last_read_seq == 2
    assert read_room(actor=world.freja, room=room, seq=1).last_read_seq == 2
    assert read_room(actor=world.freja, room=room, seq=99).last_read_seq == 3
    assert ReadPointer.objects.count() == 1


def test_nobody_reads_from_elsewhere(world, room):
    with pytest.raises(Refused):
        read_room(actor=world.sofie, room=room, seq=1)
    assert not ReadPointer.objects.exists()


def test_ones_own_words_are_read_where_all_before_was(world, room):
    say(world.amina, room)
    read_room(actor=world.freja, room=room, seq=1)
    say(world.freja, room)
    assert not has_unread(world.freja)
    say(world.amina, room)
    say(world.freja, room)
    assert has_unread(world.freja)


def test_unread_is_what_the_person_may_see_and_has_not_seen_in_one_query(world, room, django_assert_num_queries):
    say(world.amina, room)
    freja, sofie = world.freja, world.sofie
    freja.current_memberships(), sofie.current_memberships()
    with django_assert_num_queries(1):
        assert has_unread(freja)
    with django_assert_num_queries(1):
        assert not has_unread(sofie)
    assert not has_unread(world.emil)
    assert not has_unread(world.ellen)
