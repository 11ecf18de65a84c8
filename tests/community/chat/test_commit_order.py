"""Transactions that overlap, on two real connections: whatever order they end in, no reader skips an entry."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from community.chat.log import log_after
from community.chat.models import Message, Room
from community.chat.saying import send_message
from community.people.models import Person
from tests.support import needs

pytestmark = [needs("postgresql"), pytest.mark.django_db(transaction=True)]

#: Far longer than anything takes; only a failing test waits it out.
PATIENCE = 20
WRITERS, EACH = 4, 15


class Undone(Exception):
    """Ends a transaction without a trace."""


class Reader:
    """Asks the log for what comes after what it has, as a page does, and takes only what follows without a gap."""

    def __init__(self, room: Room) -> None:
        self.room, self.bodies = room, []

    def ask(self) -> list[str]:
        for entry in log_after(Room.objects.get(pk=self.room.pk), len(self.bodies))["entries"]:
            assert entry["seq"] == len(self.bodies) + 1, "an entry was skipped"
            self.bodies.append(entry["body"])
        return self.bodies


def say(actor: Person, room: Room, body: str) -> int:
    return send_message(actor=actor, room=room, body=body, client_uuid=uuid4())[0].seq


@contextmanager
def elsewhere() -> Iterator[Callable[..., Future[Any]]]:
    """Do deeds in threads with connections of their own."""

    def run(deed: Callable[..., Any], *args: Any) -> Any:
        try:
            return deed(*args)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS + 1) as threads:
        yield lambda deed, *args: threads.submit(run, deed, *args)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"Still not: {what}"
        time.sleep(0.01)


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def test_who_began_first_and_commits_last_has_the_later_number(aworld):
    room = aworld.torsdagsholdet.space.room
    freja, amina, reader = aworld.freja, aworld.amina, Reader(room)
    begun, go_on, said, may_commit = Event(), Event(), Event(), Event()

    def begin_first_and_commit_last() -> int:
        with transaction.atomic():
            # The transaction has seen the room as it was before the other began.
            assert Room.objects.get(pk=room.pk).last_seq == 0
            assert Message.objects.count() == 0
            begun.set()
            assert go_on.wait(PATIENCE)
            seq = say(freja, room, "begyndte først")
            said.set()
            assert may_commit.wait(PATIENCE)
            return seq

    with elsewhere() as thread:
        first = thread(begin_first_and_commit_last)
        try:
            assert begun.wait(PATIENCE)
            assert say(amina, room, "begyndte sidst") == 1
            assert reader.ask() == ["begyndte sidst"]
            go_on.set()
            assert said.wait(PATIENCE)
            # Said, and not committed yet: nobody reads it, and its number is not given away.
            assert reader.ask() == ["begyndte sidst"]
            may_commit.set()
            assert first.result(PATIENCE) == 2
        finally:
            go_on.set()
            may_commit.set()
        assert reader.ask() == ["begyndte sidst", "begyndte først"]
    assert Room.objects.get(pk=room.pk).last_seq == 2


@pytest.mark.parametrize(("undone", "number"), [(False, 2), (True, 1)])
def test_who_speaks_meanwhile_waits_for_the_number_before(aworld, undone, number):
    """The second never overtakes the first, and takes its number where the first is undone."""
    room = aworld.torsdagsholdet.space.room
    freja, amina, reader = aworld.freja, aworld.amina, Reader(room)
    said, may_end = Event(), Event()

    def hold() -> None:
        with transaction.atomic():
            say(freja, room, "først")
            said.set()
            assert may_end.wait(PATIENCE)
            if undone:
                raise Undone

    with elsewhere() as thread:
        first = thread(hold)
        try:
            assert said.wait(PATIENCE)
            second = thread(say, amina, room, "sidst")
            wait_until(somebody_waits_for_a_lock, "the second waits for the first")
            assert reader.ask() == []
        finally:
            may_end.set()
        assert isinstance(first.exception(PATIENCE), Undone if undone else type(None))
        assert second.result(PATIENCE) == number
    assert reader.ask() == (["sidst"] if undone else ["først", "sidst"])
    assert Room.objects.get(pk=room.pk).last_seq == number


def test_a_reader_that_asks_all_the_time_skips_nothing(aworld):
    """Writers begin, dawdle, and now and then undo what they did; the reader's answers follow each other closely."""
    room, reader = aworld.torsdagsholdet.space.room, Reader(aworld.torsdagsholdet.space.room)
    people = [aworld.freja, aworld.amina, aworld.jonas, aworld.signe]

    def write(actor: Person) -> list[str]:
        kept, dice = [], random.Random(actor.pk)
        for number in range(EACH):
            body = f"{actor.pk} siger {number}"
            try:
                with transaction.atomic():
                    Room.objects.get(pk=room.pk)
                    time.sleep(dice.uniform(0, 0.02))
                    say(actor, room, body)
                    time.sleep(dice.uniform(0, 0.02))
                    if dice.random() < 0.2:
                        raise Undone
            except Undone:
                continue
            kept.append(body)
        return kept

    with elsewhere() as thread:
        writing = [thread(write, actor) for actor in people]
        while not all(one.done() for one in writing):
            reader.ask()
        kept = [one.result() for one in writing]
    bodies = reader.ask()
    assert sorted(bodies) == sorted(body for mine in kept for body in mine)
    # Each one's words stand in the order they were said.
    assert all([body for body in bodies if body in mine] == mine for mine in kept)
    assert Room.objects.get(pk=room.pk).last_seq == len(bodies) < WRITERS * EACH
