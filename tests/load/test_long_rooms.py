"""A room with 50,000 messages opens as fast as one with 50, and so does what was said in it before.

bin/test-long runs it. The same requests to both rooms take turns, so that a busy machine slows both alike.
"""

from datetime import timedelta
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from community.chat.models import Message, Room
from tests.personas import sign_in

pytestmark = [pytest.mark.long, pytest.mark.django_db]

FEW, MANY = 60, 50_000
#: What the issue Chat asks for, and how often each page is asked for.
AT_MOST, ROUNDS = 1.3, 41


def fill(room, authors, many):
    began = timezone.now() - timedelta(days=80)
    for start in range(1, many + 1, 5_000):
        Message.objects.bulk_create(
            Message(
                room=room,
                seq=number,
                number=number,
                author=authors[number % len(authors)],
                client_uuid=uuid4(),
                body=f"Linje {number}: så spurgte jeg, om jeg måtte prøve selv.",
                sent_at=began + timedelta(seconds=number),
            )
            for number in range(start, min(start + 5_000, many + 1))
        )
    Room.objects.filter(pk=room.pk).update(last_seq=many, last_number=many)


@pytest.fixture
def rooms(world):
    authors = [world.freja, world.amina, world.jonas]
    few, many = (
        world.torsdagsholdet.space.room,
        Room.objects.get(space__network=world.roskilde, space__kind="youth_forum"),
    )
    fill(few, authors, FEW)
    fill(many, authors, MANY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE community_message")
    return few, many


def test_a_room_with_a_long_past_is_as_fast_as_a_young_one(world, rooms, django_assert_num_queries):
    few, many = rooms
    freja = sign_in(Client(), world.people["freja"])
    pages = {
        "the newest": lambda room, last: f"/chat/{room.pk}/",
        "older": lambda room, last: f"/chat/{room.pk}/?before={last - 5}",
        "around one": lambda room, last: f"/chat/{room.pk}/?at={last - 40}",
        "the log": lambda room, last: f"/chat/{room.pk}/log/?after={last - 50}",
        "the middle": lambda room, last: f"/chat/{room.pk}/?before={last // 2 + 26}",
    }
    slow = {}
    for name, page in pages.items():
        times = {few: [], many: []}
        for _round in range(ROUNDS):
            for room, last in ((few, FEW), (many, MANY)):
                began = perf_counter()
                assert freja.get(page(room, last)).status_code == 200
                times[room].append(perf_counter() - began)
        short, long = median(times[few]), median(times[many])
        print(f"{name:<12} {short * 1000:6.1f} ms of {FEW}, {long * 1000:6.1f} ms of {MANY:,}: {long / short:.2f}")
        # The middle of the young room shows fewer lines, so it says nothing about time.
        if name != "the middle" and long > AT_MOST * short:
            slow[name] = long / short
    assert not slow
    with django_assert_num_queries(11):
        freja.get(f"/chat/{many.pk}/?before={MANY // 2}")
