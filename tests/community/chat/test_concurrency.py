"""Two who write at once, on a database that lets two write at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction

from community.chat.models import Message, Room
from community.chat.operations import UuidTaken, send_message
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


def test_a_transaction_that_is_undone_leaves_no_hole(aworld):
    room = aworld.torsdagsholdet.space.room
    with transaction.atomic():
        send_message(actor=aworld.freja, room=room, body="nej", client_uuid=uuid4())
        transaction.set_rollback(True)
    assert send_message(actor=aworld.freja, room=room, body="ja", client_uuid=uuid4())[0].seq == 1
