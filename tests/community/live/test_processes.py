"""Open sockets on real servers: this test is the other process that ends access, and the sockets close in time."""

import asyncio
import json
import time
from contextlib import AsyncExitStack, ExitStack
from uuid import uuid4

import pytest
import websockets
from django.conf import settings
from django.db import connection
from django.test import Client

from community.chat.saying import send_message
from community.membership.operations import deactivate_person, end_membership
from tests.personas import sign_in
from tests.processes import Server, server
from tests.sockets import told
from tests.support import needs

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

WITHIN = 2.0


def end_by_membership(world, client):
    end_membership(actor=world.signe, membership=world.membership("freja"))


def end_by_signing_out(world, client):
    client.logout()


def end_by_deactivation(world, client):
    deactivate_person(actor=world.freja, person=world.freja)


ENDINGS = [(end_by_membership, 4403), (end_by_signing_out, 4401), (end_by_deactivation, 4401)]


def connect(web: Server, client: Client | None, **options):
    headers = {}
    if client is not None:
        headers["Cookie"] = client.cookie_line
    options.setdefault("origin", web.url)
    return websockets.connect(web.socket_url, additional_headers=headers, **options)


async def ask(socket, frame):
    await socket.send(json.dumps(frame))
    return json.loads(await asyncio.wait_for(socket.recv(), 10))


async def signed_in(person) -> Client:
    client = Client()
    await told(sign_in, client, person)
    # Kept apart: signing out takes it from the client, and a thief would have kept it.
    client.cookie_line = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return client


async def until_closed(socket) -> tuple[int, float, list]:
    """The close code, when it came, and the frames that came before it."""
    heard = []
    try:
        while True:
            heard.append(json.loads(await asyncio.wait_for(socket.recv(), 10)))
    except websockets.ConnectionClosed as closed:
        # 1006, as browsers say it: cut without a word.
        return closed.rcvd.code if closed.rcvd else 1006, time.monotonic(), heard


async def access_ends_in_time(world, servers: list[Server], *, shared: bool) -> None:
    """`shared` says that the servers hear what this process says, over Redis."""
    room = await told(lambda: world.torsdagsholdet.space.room)
    key = f"room:{room.pk}"
    for end, code in ENDINGS:
        freja, amina = await signed_in(world.people["freja"]), await signed_in(world.people["amina"])
        async with AsyncExitStack() as stack:
            cut = [await stack.enter_async_context(connect(web, freja)) for web in servers]
            kept = [await stack.enter_async_context(connect(web, amina)) for web in servers]
            for socket in cut + kept:
                assert await ask(socket, {"type": "subscribe", "key": key}) == {"type": "subscribed", "key": key}
            await told(end, world, freja)
            ended_at = time.monotonic()
            # Said at once after the ending: it must not reach the one whose access ended.
            await told(lambda: send_message(actor=world.amina, room=room, body="efter", client_uuid=uuid4()))
            for socket in cut:
                came, at, heard = await until_closed(socket)
                assert (end.__name__, came, heard) == (end.__name__, code, [])
                assert at - ended_at < WITHIN
            for socket in kept:
                entries = json.loads(await asyncio.wait_for(socket.recv(), 10))["entries"] if shared else []
                assert [entry["body"] for entry in entries] == ["efter"] * shared
                assert await ask(socket, {"type": "ping"}) == {"type": "pong"}
        # Signed out or not, nobody gets the room back.
        async with connect(servers[0], freja) as again:
            if code == 4401:
                assert (await until_closed(again))[0] == 4401
            else:
                assert (await ask(again, {"type": "subscribe", "key": key}))["type"] == "refused"
        await told(restore, world)


def restore(world) -> None:
    """Freja is back, for the next way of ending."""
    from community.membership.operations import begin_membership
    from community.people.models import Person

    Person.objects.filter(pk=world.people["freja"].pk).update(is_active=True)
    if not world.freja.current_memberships():
        begin_membership(actor=world.signe, person=world.freja, role="youth", group=world.torsdagsholdet)


async def test_access_that_ends_elsewhere_closes_the_sockets_of_one_process(aworld):
    with server(REDIS_URL="") as web:
        await access_ends_in_time(aworld, [web], shared=False)
        assert web.answers()
        assert "Traceback" not in web.log()


@needs("postgresql", "redis")
async def test_access_that_ends_elsewhere_closes_the_sockets_of_two_processes(aworld):
    with ExitStack() as stack:
        servers = [stack.enter_context(server()) for _number in range(2)]
        await access_ends_in_time(aworld, servers, shared=True)
        for web in servers:
            assert "Traceback" not in web.log()


@needs("postgresql", "redis")
async def test_sockets_close_in_time_while_redis_cannot_be_reached(aworld):
    """The row in the database is enough, also when nothing can be announced."""
    with server(REDIS_URL="redis://127.0.0.1:1/0", healthy=False) as web:
        freja = await signed_in(aworld.people["freja"])
        async with connect(web, freja) as socket:
            assert await ask(socket, {"type": "ping"}) == {"type": "pong"}
            await told(end_by_membership, aworld, freja)
            ended_at = time.monotonic()
            code, at, heard = await until_closed(socket)
            assert (code, heard) == (4403, [])
            assert at - ended_at < WITHIN


@needs("postgresql", "redis")
async def test_a_message_on_one_process_appears_on_the_other(aworld):
    room = await told(lambda: aworld.torsdagsholdet.space.room)
    key = f"room:{room.pk}"
    with server() as one, server() as other:
        freja, amina = await signed_in(aworld.people["freja"]), await signed_in(aworld.people["amina"])
        async with connect(one, freja) as here, connect(other, amina) as there:
            for socket in (here, there):
                await ask(socket, {"type": "subscribe", "key": key})
            await told(lambda: send_message(actor=aworld.freja, room=room, body="oppe", client_uuid=uuid4()))
            for socket in (here, there):
                frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
                assert frame["entries"][0]["body"] == "oppe"


@needs("postgresql", "redis")
async def test_who_is_here_and_who_writes_is_known_on_both_processes(aworld):
    room = await told(lambda: aworld.torsdagsholdet.space.room)
    key, people = f"room:{room.pk}", aworld.people
    said = {name: {"id": people[name].pk, "name": people[name].display_name} for name in ("freja", "amina")}
    both = sorted(said.values(), key=lambda one: one["id"])
    with server() as one, server() as other:
        freja, amina = await signed_in(people["freja"]), await signed_in(people["amina"])
        async with connect(one, freja) as here:
            await ask(here, {"type": "subscribe", "key": key})
            assert (await ask(here, {"type": "here", "key": key}))["people"] == [said["freja"]]
            async with connect(other, amina) as there:
                # The other process asks who is here as soon as one of its pages follows the room.
                assert (await ask(there, {"type": "subscribe", "key": key}))["type"] == "subscribed"
                await until_listed(there, [said["freja"]])
                await there.send(json.dumps({"type": "here", "key": key}))
                await until_listed(here, both)
                await there.send(json.dumps({"type": "typing", "key": key}))
                typing = {"type": "typing", "key": key, "person": said["amina"]}
                while json.loads(await asyncio.wait_for(here.recv(), 10)) != typing:
                    pass
            await until_listed(here, [said["freja"]])
        for web in (one, other):
            assert "Traceback" not in web.log()


async def until_listed(socket, people: list) -> None:
    while (heard := json.loads(await asyncio.wait_for(socket.recv(), 10))).get("people") != people:
        assert heard["type"] in ("here", "typing"), heard


async def test_frames_that_nobody_understands_never_stop_the_server(aworld):
    with server(REDIS_URL="") as web:
        freja = await signed_in(aworld.people["freja"])
        async with connect(web, freja) as bystander:
            nul = '{"type": "subscribe", "key": "\\u0000"}'
            for frame in ("{", "\x00", '"\\ud800"', nul, "[" * 4000, b"\x00\xff", "x" * 60_000):
                async with connect(web, freja) as socket:
                    await socket.send(frame)
                    assert json.loads(await asyncio.wait_for(socket.recv(), 10))["type"] == "error"
                    assert await ask(socket, {"type": "ping"}) == {"type": "pong"}
            for frame in ("x" * 100_000, b"x" * 100_000):
                async with connect(web, freja) as socket:
                    await socket.send(frame)
                    code, _at, heard = await until_closed(socket)
                    # Beyond the server's own bound it says so and closes: 1009, message too big.
                    assert (code, heard) == (1009, [])
            async with connect(web, freja) as socket:
                # A text frame whose bytes are no UTF-8.
                await socket.send(b"\xed\xa0\x80", text=True)
                code, _at, heard = await until_closed(socket)
                # 1007: no valid text.
                assert (code, heard) == (1007, [])
            assert await ask(bystander, {"type": "ping"}) == {"type": "pong"}
        for origin in (None, "https://elsewhere.example"):
            with pytest.raises(websockets.InvalidStatus) as refused:
                await connect(web, freja, origin=origin)
            assert refused.value.response.status_code == 403
        async with connect(web, None) as stranger:
            assert (await until_closed(stranger))[0] == 4401
        assert web.answers()
        assert "Traceback" not in web.log()


async def test_a_server_that_goes_down_tells_its_sockets(aworld):
    with server(REDIS_URL="") as web:
        async with connect(web, await signed_in(aworld.people["freja"])) as socket:
            assert await ask(socket, {"type": "ping"}) == {"type": "pong"}
            web.process.terminate()
            assert (await until_closed(socket))[0] == 1012
        assert await asyncio.to_thread(web.process.wait, 10) == 0


@needs("postgresql")
async def test_a_hundred_sockets_hold_no_more_connections_than_the_pool(aworld):
    """A socket asks its questions and gives the connection back: it holds none while it listens."""
    people = ["freja", "amina", "jonas", "sofie", "yusuf", "mona", "rashid", "line", "signe", "bo"]
    clients = [await signed_in(aworld.people[name]) for name in people]
    ours = await told(sessions_of_this_database)
    with server(REDIS_URL="", DATABASE_POOL="4") as web:
        for _round in range(2):
            async with AsyncExitStack() as stack:
                for client in clients:
                    sockets = [await stack.enter_async_context(connect(web, client)) for _number in range(10)]
                    for socket in sockets:
                        await ask(socket, {"type": "ping"})
                assert await told(sessions_of_this_database) - ours <= 4
            assert await told(sessions_of_this_database) - ours <= 4


def sessions_of_this_database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_activity where datname = current_database()")
        return cursor.fetchone()[0]
