"""What becomes of a message: changed, taken back, answered, answered with a word, and how the log says so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from community import clock
from community.attachments.models import Attachment
from community.attachments.operations import attach_to
from community.chat.log import log_after
from community.chat.models import Message, Room, RoomChange
from community.chat.operations import delete_message, edit_message, erase_deleted_words, read_room, restore_message
from community.chat.saying import BadWords, send_message
from community.chat.subjects import MESSAGE
from community.chat.unread import has_unread
from community.permissions import Refused
from community.reactions.models import ReactionWord
from community.reactions.operations import react, take_back_reaction
from tests.samples import photo, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(world) -> Room:
    return world.torsdagsholdet.space.room


def say(actor, room, body="oppe", **more):
    return send_message(actor=actor, room=room, body=body, client_uuid=uuid4(), **more)[0]


def log_of(room, after=0):
    room.refresh_from_db()
    return log_after(room, after)


def shape(log):
    return [(entry["seq"], entry["kind"]) for entry in log["entries"]]


def test_what_becomes_of_a_message_takes_the_next_numbers_of_the_log(world, room):
    first = say(world.freja, room, "opppe")
    edit_message(actor=world.freja, message=first, body="oppe")
    say(world.amina, room, "også her")
    delete_message(actor=world.freja, message=first)
    restore_message(actor=world.freja, message=first)
    log = log_of(room)
    assert shape(log) == [(1, "message"), (2, "edited"), (3, "message"), (4, "deleted"), (5, "restored")]
    assert (log["first_seq"], log["last_seq"], log["more"]) == (1, 5, False)
    # An entry holds no words of its own: all of them say what stands now.
    assert {entry.get("message", entry)["body"] for entry in log["entries"]} == {"oppe", "også her"}
    assert Message.objects.get(pk=first.pk).number == 1
    assert log["entries"][1]["message"]["seq"] == 1


def test_what_was_taken_back_is_nowhere_in_the_log(world, room):
    message = say(world.freja, room, "det skulle jeg ikke have sagt")
    edit_message(actor=world.freja, message=message, body="det skulle jeg slet ikke have sagt")
    delete_message(actor=world.freja, message=message)
    said = str(log_of(room))
    assert "skulle" not in said
    assert log_of(room)["entries"][0]["deleted"] is True


def test_the_same_words_again_change_nothing(world, room):
    message = say(world.freja, room)
    edit_message(actor=world.freja, message=message, body=" oppe ")
    assert not RoomChange.objects.exists()
    assert edit_message(actor=world.freja, message=message, body="nede").edited_at is not None


@pytest.mark.parametrize("name", ["amina", "sofie", "yusuf", "emil", "mona", "signe", "tine", "ellen"])
def test_nobody_changes_or_takes_back_what_others_said(world, room, name):
    message = say(world.freja, room)
    for deed in (
        lambda: edit_message(actor=world.who(name), message=message, body="andet"),
        lambda: delete_message(actor=world.who(name), message=message),
        lambda: restore_message(actor=world.who(name), message=message),
    ):
        with pytest.raises(Refused):
            deed()
    message.refresh_from_db()
    assert (message.body, message.deleted_at) == ("oppe", None)
    assert not RoomChange.objects.exists()


@pytest.mark.parametrize("body", ["", "  ", "x" * 4001])
def test_nothing_and_too_much_are_refused_as_a_change_too(world, room, body):
    message = say(world.freja, room)
    with pytest.raises(BadWords):
        edit_message(actor=world.freja, message=message, body=body)
    message.refresh_from_db()
    assert message.body == "oppe"


def test_taking_back_can_be_undone_soon_and_is_for_good_after_a_day(world, room):
    now = timezone.now()
    with clock.at(now):
        message = say(world.freja, room)
        delete_message(actor=world.freja, message=message)
        delete_message(actor=world.freja, message=message)
    assert RoomChange.objects.count() == 1, "twice is once"
    with clock.at(now + timedelta(seconds=91)), pytest.raises(Refused):
        restore_message(actor=world.freja, message=message)
    with clock.at(now + timedelta(hours=23)):
        assert erase_deleted_words() == 0
    with clock.at(now + timedelta(hours=25)):
        assert erase_deleted_words() == 1
        assert erase_deleted_words() == 0
    message.refresh_from_db()
    assert (message.body, message.seq) == ("", 1)
    with clock.at(now + timedelta(seconds=10)), pytest.raises(Refused):
        restore_message(actor=world.freja, message=message)


def test_files_come_with_the_message_and_go_with_it(world, room, django_capture_on_commit_callbacks):
    file = taken(world.freja, photo())
    message = say(
        world.freja,
        room,
        "",
        file_count=1,
        add_to=lambda thing: attach_to(thing=thing, uuids=[file.uuid], actor=world.freja),
    )
    assert log_of(room)["entries"][0]["files"] == 1
    assert Attachment.objects.visible_to(world.amina).filter(uuid=file.uuid).exists()
    assert not Attachment.objects.visible_to(world.sofie).filter(uuid=file.uuid).exists()
    now = timezone.now()
    delete_message(actor=world.freja, message=message)
    assert not Attachment.objects.visible_to(world.amina).filter(uuid=file.uuid).exists()
    with clock.at(now + timedelta(hours=25)), django_capture_on_commit_callbacks(execute=True):
        erase_deleted_words()
    assert not Attachment.objects.filter(uuid=file.uuid).exists()


def test_an_answer_shows_what_it_answers_as_it_stands(world, room):
    question = say(world.amina, room, "hvad tager man på til et event?")
    say(world.freja, room, "en ren trøje", reply_to=question.seq)
    entry = log_of(room)["entries"][1]
    assert entry["reply_to"] == {
        "seq": 1,
        "author": world.amina.pk,
        "name": "Amina",
        "body": "hvad tager man på til et event?",
    }
    delete_message(actor=world.amina, message=question)
    assert log_of(room)["entries"][1]["reply_to"]["body"] == ""
    # What is gone or stands in another room is answered by nothing.
    assert say(world.freja, room, "hm", reply_to=question.seq).reply_to is None
    assert say(world.freja, room, "hm", reply_to=99).reply_to is None


def test_words_of_reaction_are_entries_and_say_nobody(world, room):
    message = say(world.freja, room)
    word = ReactionWord.objects.filter(space=room.space).first()
    react(actor=world.amina, kind=MESSAGE, pk=message.pk, word=word)
    react(actor=world.tine, kind=MESSAGE, pk=message.pk, word=word)
    react(actor=world.tine, kind=MESSAGE, pk=message.pk, word=word)
    take_back_reaction(actor=world.amina, kind=MESSAGE, pk=message.pk, word=word)
    log = log_of(room)
    assert shape(log) == [(1, "message"), (2, "reactions"), (3, "reactions"), (4, "reactions")]
    assert log["entries"][0]["reactions"] == {str(word.pk): 1}
    assert "Tine" not in str(log)
    with pytest.raises(Refused):
        react(actor=world.freja, kind=MESSAGE, pk=message.pk, word=word)


def test_what_becomes_of_old_words_is_no_news(world, room):
    message = say(world.freja, room)
    read_room(actor=world.amina, room=room, seq=1)
    edit_message(actor=world.freja, message=message, body="nede")
    assert not has_unread(world.amina)
    say(world.freja, room)
    assert has_unread(world.amina)
    read_room(actor=world.amina, room=room, seq=99)
    assert not has_unread(world.amina)


def test_the_log_comes_in_pieces_and_costs_the_same(world, room, django_assert_num_queries):
    for number in range(1, 6):
        message = say(world.freja, room, f"linje {number}")
        edit_message(actor=world.freja, message=message, body=f"linje {number}.")
    room.refresh_from_db()
    with django_assert_num_queries(3):
        first = log_after(room, 0, 3)
    assert ([entry["seq"] for entry in first["entries"]], first["more"]) == ([1, 2, 3], True)
    with django_assert_num_queries(3):
        rest = log_after(room, 3, 200)
    assert ([entry["seq"] for entry in rest["entries"]], rest["more"]) == ([4, 5, 6, 7, 8, 9, 10], False)
