"""Who is here and who writes: said by open sockets, heard by those who follow, and stored nowhere."""

import json
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import live
from community.live import hub, presence
from community.membership.operations import end_membership
from tests.sockets import Page, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def room(aworld) -> str:
    return await told(lambda: aworld.torsdagsholdet.space.room.live_key)


def said_of(page: Page) -> dict:
    return {"id": page.person.pk, "name": page.person.display_name}


def listed(key: str, *pages: Page) -> dict:
    people = sorted((said_of(page) for page in pages), key=lambda said: said["id"])
    return {"type": "here", "key": key, "people": people}


async def follow(page: Page, key: str) -> None:
    assert await page.ask({"type": "subscribe", "key": key}) == {"type": "subscribed", "key": key}


async def say(page: Page, word: str, key: str) -> None:
    await page.send(json.dumps({"type": word, "key": key}))


async def hears(page: Page, frame: dict) -> None:
    """Lists come as they change, so the one that holds may be the second."""
    while (heard := await page.heard()) != frame:
        assert heard["type"] == "here"


async def test_who_writes_is_told_to_those_who_follow_alone(aworld, room):
    people = aworld.people
    async with Page(people["freja"]) as freja, Page(people["amina"]) as amina, Page(people["sofie"]) as sofie:
        await follow(freja, room)
        await follow(amina, room)
        assert (await sofie.ask({"type": "subscribe", "key": room}))["type"] == "refused"
        await say(freja, "typing", room)
        for page in (freja, amina):
            assert await page.heard() == {"type": "typing", "key": room, "person": said_of(freja)}
        # Sooner than two seconds after, it is passed over.
        await say(freja, "typing", room)
        assert await amina.silent()
        assert await sofie.silent()


@pytest.mark.parametrize("word", ["typing", "here"])
async def test_a_stranger_and_a_key_without_people_are_told_so(aworld, room, word):
    async with Page(aworld.people["sofie"]) as sofie, Page(aworld.people["freja"]) as freja:
        await follow(freja, room)
        assert await sofie.ask({"type": word, "key": room}) == {"type": "error", "code": "not_followed", "key": room}
        mine = f"person:{aworld.people['freja'].pk}"
        await follow(freja, mine)
        assert await freja.ask({"type": word, "key": mine}) == {"type": "error", "code": "not_followed", "key": mine}
        assert (await freja.ask({"type": word, "key": "room"}))["code"] == "bad_key"
        assert await freja.silent()
        assert not hub.here().presence._standing


async def test_the_list_changes_as_people_come_and_go(aworld, room):
    async with Page(aworld.people["freja"]) as freja:
        await follow(freja, room)
        await say(freja, "here", room)
        assert await freja.heard() == listed(room, freja)
        async with Page(aworld.people["amina"]) as amina:
            await follow(amina, room)
            # Who comes is handed the list that is known.
            assert await amina.heard() == listed(room, freja)
            began = time.monotonic()
            await say(amina, "here", room)
            for page in (freja, amina):
                await hears(page, listed(room, freja, amina))
            assert time.monotonic() - began < 3
        await hears(freja, listed(room, freja))
        await freja.ask({"type": "unsubscribe", "key": room})
    assert not hub.here().presence._standing


async def test_lists_come_at_most_once_a_second(aworld, room):
    names = ["freja", "amina", "signe"]
    pages = [Page(aworld.people[name]) for name in names]
    for page in pages:
        await page.open()
        await follow(page, room)
    began = time.monotonic()
    for page in pages:
        await say(page, "here", room)
    lists = []
    while not lists or len(lists[-1]["people"]) < len(names):
        lists.append(await pages[0].heard())
    assert len(lists) <= 1 + time.monotonic() - began + 1
    for page in pages:
        await page.leave()


async def test_a_person_is_here_until_the_last_socket_with_the_room_goes(aworld, room):
    async with Page(aworld.people["amina"]) as amina, Page(aworld.people["freja"]) as phone:
        await follow(amina, room)
        await follow(phone, room)
        async with Page(aworld.people["freja"]) as laptop:
            await follow(laptop, room)
            await say(laptop, "here", room)
            await hears(amina, listed(room, phone))
        assert await phone.heard() == listed(room, phone)
        await amina.silent()
        assert hub.here().presence.people(room) == [said_of(phone)]
        await phone.ask({"type": "unsubscribe", "key": room})
        await hears(amina, listed(room))


async def test_who_says_nothing_for_long_is_here_no_longer(aworld, room):
    async with Page(aworld.people["freja"]) as freja, Page(aworld.people["amina"]) as amina:
        await follow(freja, room)
        await follow(amina, room)
        await say(freja, "here", room)
        await hears(amina, listed(room, freja))
        standing = hub.here().presence._standing[room][freja.person.pk]
        assert 0 < standing.until[hub.here().name] - time.monotonic() <= presence.HERE_FOR
        standing.until[hub.here().name] = time.monotonic()
        # The hub looks by itself, once a second.
        await hears(amina, listed(room))


async def test_whose_access_ends_is_gone_from_the_list_and_hears_of_nobody(aworld, room):
    async with Page(aworld.people["freja"]) as freja, Page(aworld.people["amina"]) as amina:
        await follow(freja, room)
        await follow(amina, room)
        await say(freja, "here", room)
        for page in (freja, amina):
            await hears(page, listed(room, freja))
        await told(lambda: end_membership(actor=aworld.signe, membership=aworld.membership("freja")))
        assert await freja.closed() == 4403
        await hears(amina, listed(room))
        await say(amina, "typing", room)
        assert (await amina.heard())["type"] == "typing"
        assert await freja.silent()


async def test_a_person_is_read_once_per_socket(aworld, room):
    asked: list[int] = []
    described = live.transient["room"]
    live.transient["room"] = lambda person: asked.append(person.pk) or described(person)
    try:
        async with Page(aworld.people["freja"]) as freja:
            await follow(freja, room)
            (socket,) = hub.here().sockets
            for _time in range(3):
                await say(freja, "here", room)
                await say(freja, "typing", room)
                # As if the seconds had gone by.
                await freja.heard()
                socket._said_at.clear()
            assert asked == [freja.person.pk]
    finally:
        live.transient["room"] = described


async def test_lists_and_typing_store_nothing(aworld, room):
    def counts() -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for table in connection.introspection.table_names():
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
            return found

    def queries_of(work) -> int:
        with CaptureQueriesContext(connection) as queries:
            work()
        return len(queries)

    async with Page(aworld.people["freja"]) as freja:
        await follow(freja, room)
        before = await told(counts)
        await say(freja, "here", room)
        await say(freja, "typing", room)
        assert {(await freja.heard())["type"], (await freja.heard())["type"]} == {"here", "typing"}
        assert await told(counts) == before
        assert await told(queries_of, lambda: live.say_typing(room, said_of(freja))) == 0


async def test_what_another_process_says_of_people_counts_beside_our_own(aworld, room):
    """The words as they come over the channel layer; test_processes.py has them from a real one."""
    amina_is = {"id": aworld.people["amina"].pk, "name": aworld.people["amina"].display_name}
    async with Page(aworld.people["freja"]) as freja:
        await follow(freja, room)
        there = {"key": room, "hub": "another", "from": "elsewhere"}
        hub.here().take({"type": "here", "people": [amina_is, said_of(freja)], **there})
        assert len((await freja.heard())["people"]) == 2
        await say(freja, "here", room)
        hub.here().take({"type": "gone", "person": amina_is["id"], **there})
        await hears(freja, listed(room, freja))
        # Gone from there, and still here.
        hub.here().take({"type": "gone", "person": freja.person.pk, **there})
        await freja.silent()
        assert hub.here().presence.people(room) == [said_of(freja)]
