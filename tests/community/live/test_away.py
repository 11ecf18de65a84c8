"""Open sockets while Redis is killed, and while the database says nothing: nobody hears what is no longer theirs."""

import asyncio
import json
import shutil
import time
from contextlib import AsyncExitStack, ExitStack, suppress
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
import websockets
from django.conf import settings
from django.db import connection
from django.test import Client

from community.chat.saying import send_message
from tests.community.live.test_processes import ENDINGS, WITHIN, ask, connect, restore, signed_in, until_closed
from tests.processes import RedisServer, Server, database_url, server
from tests.proxy import Proxy
from tests.sockets import told
from tests.support import needs

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True), needs("postgresql", "redis")]


@pytest.mark.skipif(not shutil.which("redis-server"), reason="needs Redis: the program redis-server to kill")
async def test_access_that_ends_while_redis_is_down_closes_the_sockets_of_two_processes(aworld, tmp_path):
    """What is said on the very process that holds the sockets reaches those who stayed, and not the one who left."""
    with RedisServer(tmp_path) as redis, ExitStack() as stack:
        servers = [stack.enter_context(server(REDIS_URL=redis.url)) for _number in range(2)]
        room = await told(lambda: aworld.torsdagsholdet.space.room)
        subscribe = {"type": "subscribe", "key": f"room:{room.pk}"}
        for end, expected in ENDINGS:
            freja, amina = await signed_in(aworld.people["freja"]), await signed_in(aworld.people["amina"])
            async with AsyncExitStack() as sockets:
                cut = [await sockets.enter_async_context(connect(web, freja)) for web in servers]
                kept = [await sockets.enter_async_context(connect(web, amina)) for web in servers]
                for socket in cut + kept:
                    assert (await ask(socket, subscribe))["type"] == "subscribed"
                redis.kill()
                await told(end, aworld, freja)
                ended_at = time.monotonic()
                closing = [asyncio.create_task(until_closed(socket)) for socket in cut]
                for web, socket in zip(servers, kept, strict=True):
                    await post_message(web, amina, room.pk, f"efter, {end.__name__} {web.port}")
                    assert await bodies_until(socket, f"efter, {end.__name__} {web.port}")
                for socket in closing:
                    code, at, heard = await socket
                    assert (end.__name__, code, entries_of(heard)) == (end.__name__, expected, [])
                    assert at - ended_at < WITHIN
                for socket in kept:
                    await socket.send('{"type": "ping"}')
                    while json.loads(await asyncio.wait_for(socket.recv(), 10))["type"] != "pong":
                        pass
            await told(restore, aworld)
            await asyncio.to_thread(redis.start)


def entries_of(frames: list) -> list:
    return [entry for frame in frames if frame["type"] == "entries" for entry in frame["entries"]]


async def bodies_until(socket, body: str) -> list[str]:
    """What is said to the socket until these words come."""
    bodies: list[str] = []
    while body not in bodies:
        bodies += [entry["body"] for entry in entries_of([json.loads(await asyncio.wait_for(socket.recv(), 10))])]
    return bodies


async def post_message(web: Server, client: Client, room: int, body: str) -> None:
    """By the ordinary door of this very process."""
    await told(client.get, "/since-last/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    headers = {"Cookie": f"{client.cookie_line}; {settings.CSRF_COOKIE_NAME}={token}", "Accept": "application/json"}
    form = urlencode({"body": body, "client_uuid": uuid4(), "csrfmiddlewaretoken": token}).encode()
    request = Request(f"{web.url}/chat/{room}/send/", form, headers)
    assert await asyncio.to_thread(lambda: urlopen(request, timeout=10).status) == 201


async def test_sockets_close_in_time_when_the_database_falls_silent(aworld):
    """Nobody can say whose access has ended, so nothing more is delivered; the line is not cut, only silent."""
    room = await told(lambda: aworld.torsdagsholdet.space.room)
    made = connection.settings_dict
    subscribe = {"type": "subscribe", "key": f"room:{room.pk}"}
    async with Proxy([int(made["PORT"] or 5432)], host=made["HOST"] or "127.0.0.1") as line, AsyncExitStack() as stack:
        behind = urlsplit(database_url())
        address = behind._replace(netloc=f"{behind.netloc.rpartition('@')[0]}@127.0.0.1:{line.port}").geturl()
        # In a thread: it starts by asking its database, and that goes through this loop.
        web = await asyncio.to_thread(stack.enter_context, server(DATABASE_URL=address))
        amina = await signed_in(aworld.people["amina"])
        sockets = [await stack.enter_async_context(connect(web, amina)) for _number in range(3)]
        for socket in sockets:
            assert (await ask(socket, subscribe))["type"] == "subscribed"
        line.blackhole()
        silent_at = time.monotonic()
        await told(lambda: send_message(actor=aworld.freja, room=room, body="hvem?", client_uuid=uuid4()))
        for code, at, heard in await asyncio.gather(*(until_closed(socket) for socket in sockets)):
            assert (code, entries_of(heard)) == (1013, [])
            assert at - silent_at < WITHIN
        line.hear_again()
        async with asyncio.timeout(30):
            while not await comes_back(web, amina, subscribe):
                pass


async def test_who_floods_a_real_server_is_told_why(aworld):
    """The codes below 3000 that a server may send do arrive."""
    with server(REDIS_URL="") as web:
        async with connect(web, await signed_in(aworld.people["freja"])) as socket:
            for _number in range(300):
                await socket.send("{}")
            assert (await until_closed(socket))[0] == 1008


async def comes_back(web: Server, client: Client, subscribe: dict) -> bool:
    async with connect(web, client) as socket:
        with suppress(websockets.ConnectionClosed):
            return (await ask(socket, subscribe))["type"] == "subscribed"
    return False
