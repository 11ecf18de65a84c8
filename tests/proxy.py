"""A TCP proxy of the tests' own: it stands between clients and servers, cuts their links, and can go deaf.

It runs in the loop of the test. A client's link is found by the port that the client speaks from.
"""

import asyncio
import random
from contextlib import suppress
from itertools import count

PIECE = 65_536


class Link:
    """One connection: both its ends, and whether it still carries anything."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.client, self.server = client, server
        self.port: int = client.get_extra_info("peername")[1]
        self.socket = False
        self.deaf = False

    def cut(self) -> None:
        """Both ends are told at once, by a reset, as when a phone changes its net."""
        for end in (self.client, self.server):
            end.transport.abort()

    def blackhole(self) -> None:
        """Half open from now on: both sides may say what they like, nothing arrives, and neither end is closed."""
        self.deaf = True


class Proxy:
    """`async with Proxy([port, …]) as proxy:` listens on `proxy.port` and hands each connection to a server in turn."""

    def __init__(self, servers: list[int], host: str = "127.0.0.1") -> None:
        self.servers, self.host = servers, host
        self.links: set[Link] = set()
        self.shut = False
        self.deaf = False
        self._turn = count()
        self._carrying: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Proxy":
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._listener.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        self._listener.close()
        for link in list(self.links):
            link.cut()
        for task in list(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def link_of(self, port: int) -> Link:
        """The link of the client that speaks from this port."""
        return next(link for link in self.links if link.port == port)

    def cut_one(self) -> bool:
        """Cut a link at random; False when there is none."""
        if not (links := [link for link in self.links if not link.deaf]):
            return False
        random.choice(sorted(links, key=lambda link: link.port)).cut()
        return True

    def close_down(self) -> None:
        """Cut every link and take no new one, as a net that is away."""
        self.shut = True
        for link in list(self.links):
            link.cut()

    def open_again(self) -> None:
        self.shut = False

    def blackhole(self) -> None:
        """Every link is half open from now on, and so is every new one."""
        self.deaf = True
        for link in self.links:
            link.blackhole()

    def hear_again(self) -> None:
        """New links carry again; what was said into the deaf ones is lost, so they are cut."""
        self.deaf = False
        for link in list(self.links):
            if link.deaf:
                link.cut()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        try:
            found = None if self.shut else await self._server()
            if found is None or self.shut:
                writer.transport.abort()
                return
            link = Link(writer, found[1])
            link.deaf = self.deaf
            self.links.add(link)
            # Cancelled only when the proxy closes; asyncio's streams would report that as a fault.
            with suppress(asyncio.CancelledError):
                await self._carry(link, reader, found[0])
        finally:
            self._carrying.discard(task)

    async def _server(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """The next server in turn that takes a connection, as a balancer finds it."""
        first = next(self._turn)
        for number in range(len(self.servers)):
            with suppress(OSError):
                return await asyncio.open_connection(self.host, self.servers[(first + number) % len(self.servers)])
        return None

    async def _carry(self, link: Link, from_client: asyncio.StreamReader, from_server: asyncio.StreamReader) -> None:
        up = asyncio.create_task(self._pump(link, from_client, link.server))
        down = asyncio.create_task(self._pump(link, from_server, link.client))
        try:
            # What one side has said to its end still reaches the other; then both are closed.
            await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
            if not link.deaf:
                for end in (link.client, link.server):
                    with suppress(OSError):
                        end.close()
            await asyncio.gather(up, down, return_exceptions=True)
        finally:
            up.cancel()
            down.cancel()
            link.cut()
            self.links.discard(link)

    async def _pump(self, link: Link, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(PIECE):
                link.socket = link.socket or b"\r\nupgrade: websocket" in piece.lower()
                if not link.deaf:
                    target.write(piece)
                    await target.drain()
