"""Two who write at once, on a database that lets two write at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from community import clock
from community.chat.log import log_after
from community.chat.models import Message, Room
from community.chat.operations import delete_message, edit_message, read_room, restore_message
from community.chat.retention import erase_old_messages
from community.chat.saying import UuidTaken, send_message
from community.chat.subjects import MESSAGE
from community.chat.talks import begin_talk
from community.reactions.models import ReactionWord
from community.reactions.operations import NotThere, react, take_back_reaction
from tests.support import needs

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]

EACH = 25


def at_once(*deeds):
    """Run the deeds in threads of their own, all starting together; each gives its answer or its exception."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait(10)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [answer.result() for answer in [threads.submit(run, deed) for deed in deeds]]


def say(actor, room, **more):
    return send_message(actor=actor, room=room, body="oppe", client_uuid=uuid4(), **more)[0]


def test_two_who_write_at_once_leave_no_hole_and_nothing_double(aworld):
    room = aworld.torsdagsholdet.space.room

    def say(name):
        actor = getattr(aworld, name)
        return [
            send_message(actor=actor, room=room, body=f"{name} {number}", client_uuid=uuid4())[0].seq
            for number in range(EACH)
        ]

    freja, amina = at_once(lambda: say("freja"), lambda: say("amina"))
    assert sorted(freja + amina) == list(range(1, 2 * EACH + 1))
    assert freja == sorted(freja)
    assert list(room.messages.values_list("seq", flat=True)) == list(range(1, 2 * EACH + 1))


def test_one_message_sent_twice_at_once_stands_once(aworld):
    room, uuid = aworld.torsdagsholdet.space.room, uuid4()
    deed = lambda: send_message(actor=aworld.freja, room=room, body="ja", client_uuid=uuid)  # noqa: E731
    answers = at_once(deed, deed, deed)
    assert sorted(new for _message, new in answers) == [False, False, True]
    assert len({message.pk for message, _new in answers}) == 1
    assert Room.objects.get(pk=room.pk).last_seq == 1


def test_one_uuid_sent_to_two_rooms_at_once_stands_in_one(aworld):
    rooms, uuid = [aworld.torsdagsholdet.space.room, aworld.mandagsholdet.space.room], uuid4()
    answers = at_once(
        *(lambda room=room: send_message(actor=aworld.signe, room=room, body="ja", client_uuid=uuid) for room in rooms)
    )
    assert sorted(isinstance(answer, UuidTaken) for answer in answers) == [False, True]
    assert Message.objects.count() == 1
    assert sorted(Room.objects.filter(pk__in=[room.pk for room in rooms]).values_list("last_seq", flat=True)) == [0, 1]


def test_writing_changing_answering_and_reading_at_once_never_wait_for_each_other_for_ever(aworld):
    """Every deed on a message locks it before its room; whoever did it the other way round would be thrown out here."""
    room = aworld.torsdagsholdet.space.room
    word = ReactionWord.objects.filter(space=room.space).first()
    old = [say(aworld.freja, room) for _number in range(4)]

    def talk():
        for number in range(12):
            message = say(aworld.amina, room, reply_to=old[number % 4].seq)
            edit_message(actor=aworld.amina, message=message, body=f"rettet {number}")

    def change():
        for number in range(12):
            edit_message(actor=aworld.freja, message=old[number % 4], body=f"igen {number}")
            delete_message(actor=aworld.freja, message=old[number % 4])
            restore_message(actor=aworld.freja, message=old[number % 4])

    def answer():
        for number in range(24):
            deed = react if number % 8 < 4 else take_back_reaction
            # What is taken back at that moment is not there to be answered.
            with suppress(NotThere):
                deed(actor=aworld.jonas, kind=MESSAGE, pk=old[number % 4].pk, word=word)

    def read():
        for _number in range(40):
            read_room(actor=aworld.amina, room=room, seq=10_000)

    assert at_once(talk, change, answer, read) == [None] * 4
    room.refresh_from_db()
    log = log_after(room, 0)
    assert [entry["seq"] for entry in log["entries"]] == list(range(1, room.last_seq + 1))[:200]
    assert room.last_number == room.messages.count() == 16
    assert list(room.messages.values_list("number", flat=True)) == list(range(1, 17))


def test_two_who_begin_their_talk_at_once_have_one(aworld):
    freja, amina, network = aworld.freja, aworld.amina, aworld.roskilde.pk
    rooms = at_once(
        lambda: begin_talk(actor=freja, other=amina, network_id=network),
        lambda: begin_talk(actor=amina, other=freja, network_id=network),
        lambda: begin_talk(actor=freja, other=amina, network_id=network),
    )
    assert len({room.pk for room in rooms}) == 1
    assert Room.objects.filter(space=None).count() == 1


def test_what_is_erased_while_others_write_leaves_the_log_whole(aworld):
    room = aworld.torsdagsholdet.space.room
    for _number in range(8):
        say(aworld.freja, room)
    later = timezone.now() + timedelta(days=91)

    def erase():
        with clock.at(later):
            return [erase_old_messages() for _time in range(5)]

    def write():
        with clock.at(later):
            return [say(aworld.amina, room, reply_to=number).seq for number in range(1, 12)]

    erased, written = at_once(erase, write)
    assert sum(erased) == 8
    assert written == list(range(9, 20))
    room.refresh_from_db()
    assert room.first_seq == 9
    assert [entry["seq"] for entry in log_after(room, 8)["entries"]] == written


def test_a_transaction_that_is_undone_leaves_no_hole(aworld):
    room = aworld.torsdagsholdet.space.room
    with transaction.atomic():
        send_message(actor=aworld.freja, room=room, body="nej", client_uuid=uuid4())
        transaction.set_rollback(True)
    assert send_message(actor=aworld.freja, room=room, body="ja", client_uuid=uuid4())[0].seq == 1
