"""A kept question gives what the same question put together anew gives, for every kind of value."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import clock
from community.chat.models import Message, Room
from community.chat.saying import send_message
from community.membership.models import Membership
from community.people.models import Person
from community.questions import ask, ask_for_rows

pytestmark = pytest.mark.django_db


def said(author: int, uuid: UUID, since: datetime):
    return Message.objects.filter(author=author, client_uuid=uuid, sent_at__gt=since).select_related("author")


def named(name: str):
    return Person.objects.filter(display_name=name).values_list("pk", "display_name")


def members(at: datetime, **people: int):
    return Membership.objects.filter(person__in=list(people.values())).current(at)


def test_numbers_uuids_and_moments_take_the_places_of_their_stand_ins(world):
    room, uuid = world.torsdagsholdet.space.room, uuid4()
    message, _new = send_message(actor=world.freja, room=room, body="oppe", client_uuid=uuid)
    just_before, now = message.sent_at - timedelta(microseconds=1), message.sent_at
    assert ask(said, author=world.freja.pk, uuid=uuid, since=just_before) == [message]
    assert ask(said, author=world.freja.pk, uuid=uuid, since=just_before)[0].author == world.freja
    assert ask(said, author=world.freja.pk, uuid=uuid, since=now) == []
    assert ask(said, author=world.freja.pk, uuid=uuid4(), since=just_before) == []
    assert ask(said, author=world.amina.pk, uuid=uuid, since=just_before) == []


def test_words_are_values_and_never_part_of_the_question(world):
    assert ask_for_rows(named, name="Freja") == [(world.freja.pk, "Freja")]
    assert ask_for_rows(named, name="Freja' OR '1'='1") == []
    assert ask_for_rows(named, name="stand-in 1") == []


def test_as_many_values_as_there_are(world):
    asked = {f"person_{number}": person.pk for number, person in enumerate([world.freja, world.mona, world.yusuf])}
    expected = set(Membership.objects.filter(person__in=asked.values()).current())
    assert set(ask(members, at=clock.now(), **asked)) == expected
    assert len(expected) == 3
    assert {m.person for m in ask(members, at=clock.now(), person_0=world.emil.pk)} == set()


def test_it_is_one_question_each_time(world):
    freja = world.freja
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            ask(said, author=freja.pk, uuid=uuid4(), since=clock.now())
        assert len(asked) == 1


@pytest.mark.parametrize("number", [2**63, 10**30, -(2**63) - 1])
def test_numbers_that_no_column_bears_find_nothing(world, number):
    assert ask(said, author=number, uuid=uuid4(), since=clock.now()) == []


def test_what_depends_on_the_present_time_is_refused():
    def lately(author: int):
        return Message.objects.filter(author=author, sent_at__gt=clock.now())

    with pytest.raises(AssertionError, match="lately asks for a time"):
        ask(lately, author=1)


def test_a_value_that_is_worked_on_is_refused():
    def a_day_before(since: datetime):
        return Message.objects.filter(sent_at__gt=since - timedelta(days=1))

    with pytest.raises(AssertionError, match="a_day_before does not hand on"):
        ask(a_day_before, since=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("value", [1.5, None, [1], True, b"x"])
def test_what_has_no_stand_in_is_refused(value):
    def about(value):
        return Room.objects.filter(pk=value)

    with pytest.raises(TypeError, match="has no stand-in"):
        ask(about, value=value)
