"""The sockets of one process: which keys they follow, and what is taken in for them.

One hub per event loop. It holds one subscription of the channel layer per key, however many sockets follow it
(line.py), writes each text once and sends it in paced rounds (delivery.py), asks the database for ended accesses once
a round and at least once a second (endings.py), keeps who is here (presence.py), and closes sockets that no longer read
(acknowledgement.py).
"""

import asyncio
import contextlib
import json
import logging
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from community.live.asking import Asking
from community.live.codes import NO_ANSWER
from community.live.delivery import Delivery
from community.live.endings import Endings
from community.live.line import ENDINGS, Line
from community.live.presence import Presence

log = logging.getLogger(__name__)

#: Seconds between looking whether sockets still answer, subscriptions wait, or people have gone.
LOOK_EVERY = 1.0

_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def here() -> "Hub":
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
    return _hubs[loop]


def sockets_of_this_process() -> int:
    """How many sockets this process holds open."""
    return sum(len(hub.sockets) for hub in list(_hubs.values()))


def tell_this_process(message: dict[str, Any]) -> None:
    """Hand a message to the hubs of this process, from any thread."""
    for hub in list(_hubs.values()):
        # A loop that has closed has no sockets left to tell.
        with contextlib.suppress(RuntimeError):
            hub.loop.call_soon_threadsafe(hub.take, message)


class Socket(Protocol):
    """What the hub knows of an open socket."""

    person_id: int
    session_key: str
    session_digest: str
    keys: set[str]

    async def deliver(self, text: str) -> None: ...

    async def end(self, code: int) -> None: ...

    async def still_reads(self, now: float) -> bool: ...

    def may_follow(self, key: str) -> bool: ...


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.name = uuid.uuid4().hex
        self.sockets: set[Socket] = set()
        self.per_person: Counter[int] = Counter()
        self.followers: dict[str, set[Socket]] = defaultdict(set)
        #: Sockets that are told "subscribed" as soon as the channel layer answers.
        self.waiting: dict[str, set[Socket]] = defaultdict(set)
        self.line = Line(self)
        self.delivery = Delivery(self)
        self.endings = Endings(self)
        #: What sockets ask: who is behind them, and what they may follow.
        self.database = Asking(loop, "sockets")
        self.presence = Presence(self)
        #: Held while the hub starts, stops or takes a socket in.
        self._changing = asyncio.Lock()
        self._running = False
        self._tasks: list[asyncio.Task[None]] = []
        self._ending: set[asyncio.Task[None]] = set()

    # --- coming and going -------------------------------------------------------------------------------------------

    async def join(self, socket: Socket) -> None:
        """Take a socket in. Only afterwards is it asked whether person and session stand: no ending falls between."""
        async with self._changing:
            if not self._running:
                await self._start()
            self.sockets.add(socket)
            self.per_person[socket.person_id] += 1

    async def leave(self, socket: Socket) -> None:
        """Forget a socket. Leaving twice changes nothing."""
        self._cut(socket)
        for key in socket.keys:
            if key not in self.followers:
                await self.line.unsubscribe(key)
        async with self._changing:
            if self._running and not self.sockets:
                await self._stop()

    def _cut(self, socket: Socket) -> bool:
        """From this moment on nothing is delivered to the socket."""
        if socket not in self.sockets:
            return False
        self.sockets.discard(socket)
        self.per_person[socket.person_id] -= 1
        if self.per_person[socket.person_id] <= 0:
            del self.per_person[socket.person_id]
        for key in socket.keys:
            self._no_longer(socket, key)
        return True

    def _no_longer(self, socket: Socket, key: str) -> None:
        for holders in (self.followers, self.waiting):
            holders[key].discard(socket)
            if not holders[key]:
                del holders[key]
        self.presence.left(socket, key)

    async def ask(self, question: Callable[..., Any], *args: Any) -> Any:
        """Ask the database: apart from pages while sockets are open, as pages do before the first is."""
        if self._running:
            return await self.database.ask(question, *args)
        return await database_sync_to_async(question)(*args)

    async def close(self, sockets: Iterable[Socket], code: int) -> None:
        # All are cut before the first is told, since telling gives way to other tasks.
        for socket in [socket for socket in list(sockets) if self._cut(socket)]:
            try:
                await socket.end(code)
            except Exception:
                # One that cannot be closed shall not keep the others open, nor end the watch over endings.
                log.exception("A socket could not be closed.")

    async def _start(self) -> None:
        await self.endings.start()
        self.database.start()
        # Before anything is followed, so that the words that confirm it are heard.
        await self.line.subscribe(ENDINGS)
        work = (self.endings.watch, self.delivery.run, self.line.listen, self.line.pulse, self._look)
        self._tasks = [asyncio.create_task(one()) for one in work]
        self._running = True

    async def _stop(self) -> None:
        self._running = False
        await self.line.unsubscribe(ENDINGS)
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.delivery.clear()
        self.presence.clear()
        self.line.forget()
        self.endings.stop()
        self.database.stop()

    # --- following --------------------------------------------------------------------------------------------------

    async def follow(self, socket: Socket, key: str) -> None:
        """Let the socket follow the key, and say so once other processes' words arrive too."""
        if socket not in self.sockets:
            return
        socket.keys.add(key)
        self.followers[key].add(socket)
        if await self.line.subscribe(key):
            await self._welcome(socket, key)
        elif socket in self.sockets:
            self.waiting[key].add(socket)

    async def _welcome(self, socket: Socket, key: str) -> None:
        await socket.deliver(json.dumps({"type": "subscribed", "key": key}))
        if self.presence.people(key):
            await socket.deliver(json.dumps(self.presence.frame(key)))

    async def unfollow(self, socket: Socket, key: str) -> None:
        socket.keys.discard(key)
        self._no_longer(socket, key)
        if key not in self.followers:
            await self.line.unsubscribe(key)

    async def ask_again(self, key: str) -> None:
        """Whoever may not follow the key any more hears nothing of it from now on, and is told that it is refused."""
        for socket in tuple(self.followers.get(key, ())):
            try:
                allowed = await self.ask(socket.may_follow, key)
            except Exception:
                # What cannot be asked is not open.
                log.exception("A socket could not be asked again.")
                allowed = False
            if not allowed and key in socket.keys:
                await self.unfollow(socket, key)
                await socket.deliver(json.dumps({"type": "refused", "key": key}))

    # --- hearing ----------------------------------------------------------------------------------------------------

    def take(self, message: dict[str, Any]) -> None:
        """A message from this or another process; runs in the loop."""
        if not self.sockets:
            return
        kind = message["type"]
        if kind == "ending":
            ending = (message["ending"], message["person"], message["session_digest"], message["reason"])
            task = self.loop.create_task(self.endings.end([ending]))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
            return
        key = message["key"]
        if key not in self.followers:
            return
        if kind == "narrowed":
            task = self.loop.create_task(self.ask_again(key))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        elif kind == "entries":
            self.delivery.add_entries(key, ((seq, text) for seq, text in message["entries"]))
        elif kind == "changed":
            self.delivery.add_frame(key, "changed", {"type": "changed", "key": key})
        elif kind == "typing":
            person = message["person"]
            frame = {"type": "typing", "key": key, "person": person}
            self.delivery.add_frame(key, f"typing {person['id']}", frame)
        else:
            self.presence.take(message)

    def heal(self) -> None:
        """Words of other processes were lost: every open page fetches what it shows."""
        for key in self.followers:
            self.delivery.add_frame(key, "changed", {"type": "changed", "key": key})

    # --- looking after the sockets ----------------------------------------------------------------------------------

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Close sockets that no longer answer, try again for subscriptions that wait, forget who has gone."""
        now = time.monotonic()
        for number, socket in enumerate(tuple(self.sockets), 1):
            if not await socket.still_reads(now):
                await self.close([socket], NO_ANSWER)
            if number % 100 == 0:
                await asyncio.sleep(0)
        self.presence.expire()
        for key in list(self.waiting):
            if await self.line.subscribe(key):
                for socket in self.waiting.pop(key, set()):
                    await self._welcome(socket, key)
