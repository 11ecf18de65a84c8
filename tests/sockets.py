"""An open page, as seen from its socket: the whole application below it, with session, origin and routing."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.test import Client

from community.people.models import Person
from tests.personas import sign_in

#: Far longer than anything takes; only a failing test waits it out.
PATIENCE = 10
#: Long enough for a delivery that is on its way to arrive.
A_MOMENT = 0.15


async def told(deed: Callable[..., Any], *args: Any) -> Any:
    """Do a deed of the synchronous world, in a thread with a database connection of its own."""
    return await database_sync_to_async(deed)(*args)


class Page:
    """`async with Page(person) as page:` signs the person in and opens the socket; None is a visitor."""

    def __init__(
        self,
        person: Person | None,
        *,
        origin: str | None = "http://localhost",
        path: str = "/ws/",
        session_key: str = "",
        second_factor: bool = True,
    ) -> None:
        self.person, self.origin, self.path, self.session_key = person, origin, path, session_key
        self.second_factor = second_factor
        self.client = Client()
        self._left = False

    async def __aenter__(self) -> "Page":
        assert await self.open()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.leave()

    def _sign_in(self, person: Person) -> None:
        if self.second_factor:
            sign_in(self.client, person)
        else:
            self.client.force_login(person)

    async def open(self) -> bool:
        from config.asgi import application

        if self.person is not None:
            await told(self._sign_in, self.person)
            self.session_key = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        headers = [(b"host", b"localhost")]
        if self.origin is not None:
            headers.append((b"origin", self.origin.encode()))
        if self.session_key:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={self.session_key}".encode()))
        self.socket = WebsocketCommunicator(application, self.path, headers=headers)
        accepted, _subprotocol = await self.socket.connect(timeout=PATIENCE)
        return accepted

    async def leave(self) -> None:
        if not self._left:
            self._left = True
            await self.socket.disconnect(timeout=PATIENCE)

    async def send(self, frame: str | bytes) -> None:
        kind = "text" if isinstance(frame, str) else "bytes"
        await self.socket.send_input({"type": "websocket.receive", kind: frame})

    async def heard(self) -> Any:
        """The next frame."""
        message = await self.socket.receive_output(PATIENCE)
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def ask(self, frame: dict[str, Any]) -> Any:
        await self.send(json.dumps(frame))
        return await self.heard()

    async def closed(self) -> int:
        """The code the socket closes with; frames before it are read over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.socket.receive_output(PATIENCE)
                if message["type"] == "websocket.close":
                    return message["code"]

    async def silent(self) -> bool:
        return await self.socket.receive_nothing(A_MOMENT)
