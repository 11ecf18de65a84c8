"""Many who say something in one room at the same moment: one transaction stores what has gathered, and each is answered
as if they had been alone."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import translation

from community.activity.models import ActivityRecord
from community.chat import saying
from community.chat.log import log_after
from community.chat.models import Message, ReadPointer, Room, RoomChoice, Tells
from community.chat.operations import read_room
from community.chat.saying import PACE, TooFast, UuidTaken, send_message
from community.chat.turns import TOGETHER, Turns
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from tests.support import needs

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def gathering(room):
    """Whoever says something inside the block waits for the others: the room's row is held until its end. The first
    one is stored alone, all that came behind it together."""
    lines = saying._turns._lines
    with ThreadPoolExecutor(20) as threads:
        waiting = []

        def bring(language="da", **said):
            def run():
                try:
                    with translation.override(language):
                        return send_message(room=room, **({"body": "oppe", "client_uuid": uuid4()} | said))
                except Exception as error:
                    return error
                finally:
                    connection.close()

            waiting.append(threads.submit(run))
            deadline = time.monotonic() + 10
            # The first one's turn has begun, and all others stand behind it.
            while room.pk not in lines or (lines[room.pk].threads, len(lines[room.pk].waiting)) != (
                len(waiting),
                len(waiting) - 1,
            ):
                assert time.monotonic() < deadline, "nobody stands in line"
                time.sleep(0.005)
            return waiting[-1]

        with transaction.atomic():
            Room.objects.select_for_update().get(pk=room.pk)
            # On SQLite only a write holds the database.
            Room.objects.filter(pk=room.pk).update(first_seq=1)
            yield bring
    assert room.pk not in saying._turns._lines


def stored(room):
    return list(Message.objects.filter(room=room).order_by("seq").values_list("body", "seq", "number"))


def moments(room):
    """All that one transaction stored bears one moment."""
    return Message.objects.filter(room=room).values("sent_at").distinct().count()


def test_what_gathered_is_stored_together_in_the_order_it_came(aworld):
    room, people = aworld.torsdagsholdet.space.room, [aworld.freja, aworld.amina, aworld.jonas]
    with gathering(room) as bring:
        answers = [bring(actor=people[number % 3], body=f"{number}") for number in range(9)]
    assert stored(room) == [(str(number), number + 1, number + 1) for number in range(9)]
    assert [(message.seq, new) for message, new in (answer.result() for answer in answers)] == [
        (number + 1, True) for number in range(9)
    ]
    assert moments(room) == 2
    assert [entry["body"] for entry in log_after(Room.objects.get(pk=room.pk), 0)["entries"]] == list("012345678")
    assert ActivityRecord.objects.filter(kind="message_sent").count() == 9


def test_what_is_refused_of_one_keeps_nobody_else_out(aworld):
    room, elsewhere = aworld.torsdagsholdet.space.room, aworld.roskilde.spaces.get(kind="youth_forum").room
    taken, twice = uuid4(), uuid4()
    send_message(actor=aworld.amina, room=elsewhere, body="der", client_uuid=taken)
    for _number in range(PACE):
        send_message(actor=aworld.jonas, room=elsewhere, body="hurtig", client_uuid=uuid4())
    with gathering(room) as bring:
        first = bring(actor=aworld.freja, body="først")
        stranger = bring(actor=aworld.yusuf, body="fremmed")
        fast = bring(actor=aworld.jonas, body="for hurtig")
        fast_in_english = bring(actor=aworld.jonas, body="for hurtig", language="en")
        other_room = bring(actor=aworld.amina, body="taget", client_uuid=taken)
        one = bring(actor=aworld.amina, body="to gange", client_uuid=twice)
        again = bring(actor=aworld.amina, body="to gange", client_uuid=twice)
        last = bring(actor=aworld.freja, body="sidst")
    assert [body for body, _seq, _number in stored(room)] == ["først", "to gange", "sidst"]
    assert [seq for _body, seq, _number in stored(room)] == [1, 2, 3]
    assert first.result()[1]
    assert one.result()[1]
    assert last.result()[1]
    assert again.result() == (one.result()[0], False)
    assert type(stranger.result()) is Refused
    assert isinstance(fast.result(), TooFast)
    assert str(fast.result()).startswith("Det var mange beskeder på én gang.")
    assert str(fast_in_english.result()).startswith("That was many messages at once.")
    assert isinstance(other_room.result(), UuidTaken)
    assert ActivityRecord.objects.filter(kind="message_sent").count() == 1 + PACE + 3


def test_a_membership_that_ends_while_one_stands_in_line_says_nothing_more(aworld):
    room = aworld.torsdagsholdet.space.room
    with gathering(room) as bring:
        bring(actor=aworld.freja)
        amina, jonas = aworld.amina, aworld.jonas
        # They have been read as members, as a page has when it hands their words on.
        assert amina.current_memberships()
        assert jonas.current_memberships()
        ended, stays = bring(actor=amina), bring(actor=jonas)
        end_membership(actor=aworld.signe, membership=aworld.membership("amina"))
    assert isinstance(ended.result(), Refused)
    assert stays.result()[1]
    assert Message.objects.filter(room=room, author=amina).count() == 0


def test_what_fails_for_one_is_undone_for_that_one_alone(aworld):
    room = aworld.torsdagsholdet.space.room

    def fail(message):
        ActivityRecord.objects.create(kind="half", actor=message.author, subject_type="x", subject_id=message.pk)
        raise OSError("the disk is full")

    with gathering(room) as bring:
        bring(actor=aworld.freja, body="a")
        bring(actor=aworld.amina, body="b")
        failed = bring(actor=aworld.jonas, body="c", add_to=fail)
        bring(actor=aworld.amina, body="d")
    assert isinstance(failed.result(), OSError)
    assert stored(room) == [("a", 1, 1), ("b", 2, 2), ("d", 3, 3)]
    assert not ActivityRecord.objects.filter(kind="half").exists()


def test_only_who_had_read_everything_has_read_their_own_words(aworld):
    room = aworld.torsdagsholdet.space.room
    send_message(actor=aworld.jonas, room=room, body="før", client_uuid=uuid4())
    for name in ("freja", "amina", "jonas"):
        read_room(actor=aworld.who(name), room=room, seq=1)
    with gathering(room) as bring:
        bring(actor=aworld.signe)
        # Behind the first: none of these has read what came just before.
        bring(actor=aworld.freja)
        bring(actor=aworld.amina)
    pointers = dict(ReadPointer.objects.filter(room=room).values_list("person__display_name", "last_read_seq"))
    assert pointers["Freja"] == pointers["Amina"] == pointers["Jonas"] == 1


def test_who_asked_to_hear_everything_hears_of_each(aworld):
    room = aworld.torsdagsholdet.space.room
    RoomChoice.objects.create(room=room, person=aworld.amina, tells=Tells.ALL)
    with gathering(room) as bring:
        for name in ("freja", "jonas", "freja"):
            bring(actor=aworld.who(name))
    heard = Notification.objects.filter(recipient=aworld.amina, kind="message_sent")
    assert sorted(heard.values_list("subject_id", flat=True)) == sorted(
        Message.objects.filter(room=room).values_list("pk", flat=True)
    )


@needs("postgresql")
def test_a_database_that_fails_fails_all_who_stand_together_once(aworld):
    """The server ends the statement that waits: first of the one who came first, then of all behind."""
    room = aworld.torsdagsholdet.space.room
    with gathering(room) as bring:
        answers = [bring(actor=aworld.who(name)) for name in ("freja", "amina", "jonas", "signe")]
        cancelled = [_cancel_who_waits(), _cancel_who_waits()]
    assert len(set(cancelled)) == 2
    assert all(isinstance(answer.result(), OperationalError) for answer in answers)
    assert stored(room) == []
    assert send_message(actor=aworld.freja, room=room, body="igen", client_uuid=uuid4())[0].seq == 1


def _cancel_who_waits():
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while True:
            # Inside a transaction PostgreSQL shows the same picture again.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT pid, pg_cancel_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%community_room%'"
            )
            if found := cursor.fetchall():
                ((pid, done),) = found
                assert done
                _until_it_waits_no_more(cursor, pid)
                return pid
            assert time.monotonic() < deadline, "nobody waits for the room"
            time.sleep(0.005)


def _until_it_waits_no_more(cursor, pid):
    deadline = time.monotonic() + 10
    while True:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [pid])
        if cursor.fetchone() != ("Lock",):
            return
        assert time.monotonic() < deadline, "it still waits"
        time.sleep(0.005)


class _One:
    is_settled = False


def test_no_more_than_fit_are_settled_at_once_and_all_are():
    turns, sizes = Turns(), []

    def settle(many):
        sizes.append(len(many))
        for one in many:
            one.is_settled = True

    brought = [_One() for _number in range(3 * TOGETHER)]
    # The others stand in line already when this thread comes.
    with turns._stand_in(1, _One()) as line:
        line.waiting += brought
        turns.bring(1, _One(), settle)
    assert sizes == [TOGETHER, TOGETHER, TOGETHER, 2]
    assert all(one.is_settled for one in brought)


def test_what_a_broken_turn_left_is_settled_by_the_next():
    turns, left = Turns(), _One()

    def breaks(many):
        raise KeyboardInterrupt

    def settle(many):
        for one in many:
            one.is_settled = True

    with turns._stand_in(1, left):
        with pytest.raises(KeyboardInterrupt):
            turns.bring(1, _One(), breaks)
        turns.bring(1, _One(), settle)
    assert left.is_settled
    assert not turns._lines
