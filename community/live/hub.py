"""The sockets of one process: which keys they follow, what is delivered to them, and when they must close.

One hub per event loop. It holds one subscription of the channel layer per key, however many sockets follow it, writes
each frame once, and asks the database for ended accesses once before each delivery and at least once a second,
however many sockets there are. So nothing sequenced after an ending reaches the one whose access ended, also while
the channel layer is down; and when the database cannot be asked for two seconds, every socket closes.
"""

import asyncio
import contextlib
import json
import logging
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from channels.db import DatabaseSyncToAsync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import connections
from django.db.models import Max
from redis.exceptions import RedisError

from community import clock
from community.people.models import AccessEnding, Person
from community.people.sessions import standing_sessions

log = logging.getLogger(__name__)

#: Close codes; docs/live.md says what a page does on each.
GOING_AWAY = 1012
TRY_LATER = 1013
SIGNED_OUT = 4401
ACCESS_ENDED = 4403
TOO_MANY = 4429

CODE_OF_REASON = {
    AccessEnding.Reason.SIGNED_OUT: SIGNED_OUT,
    AccessEnding.Reason.DEACTIVATED: SIGNED_OUT,
    AccessEnding.Reason.MEMBERSHIP_ENDED: ACCESS_ENDED,
}

#: Seconds between questions for endings, how long they may stay unanswered, and between full checks of all sessions.
ASK_EVERY = 1.0
BLIND_FOR = 1.75
CHECK_EVERY = 30.0
#: How long a transaction that writes an ending may stay open and still be seen by the question for endings.
LATE_COMMIT = 60.0
LAYER_PATIENCE = 1.0

#: The key that every hub follows for itself.
ENDINGS = "endings"

#: Stands in what this process publishes, so that its own echo is dropped.
PROCESS = uuid.uuid4().hex

_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def group_of_key(key: str) -> str:
    """The channel-layer group of a key such as "topic:12"."""
    return "live." + key.replace(":", ".")


def here() -> "Hub":
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
    return _hubs[loop]


def tell_this_process(message: dict[str, Any]) -> None:
    """Hand a message to the hubs of this process, from any thread."""
    for hub in list(_hubs.values()):
        # A loop that has closed has no sockets left to tell.
        with contextlib.suppress(RuntimeError):
            hub.loop.call_soon_threadsafe(hub.take, message)


async def publish(layer: Any, group: str, message: dict[str, Any]) -> None:
    """Hand a message to the hubs of the other processes, or give up soon."""
    await asyncio.wait_for(layer.group_send(group, message | {"from": PROCESS}), LAYER_PATIENCE)


class Socket(Protocol):
    """What the hub knows of an open socket."""

    person_id: int
    session_key: str
    session_digest: str
    keys: set[str]

    async def deliver(self, text: str) -> None: ...

    async def end(self, code: int) -> None: ...


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.sockets: set[Socket] = set()
        self.per_person: Counter[int] = Counter()
        self.followers: dict[str, set[Socket]] = defaultdict(set)
        #: Keys whose subscription the channel layer has confirmed, and sockets that wait for it to.
        self.confirmed: set[str] = set()
        self.waiting: dict[str, set[Socket]] = defaultdict(set)
        self._outgoing: list[tuple[str, dict[str, Any]]] = []
        self._something_to_send = asyncio.Event()
        self._subscribing = asyncio.Lock()
        self._channel: str | None = None
        #: Held while the hub starts, stops or takes a socket in.
        self._changing = asyncio.Lock()
        self._running = False
        self._tasks: list[asyncio.Task[None]] = []
        self._endings: set[asyncio.Task[None]] = set()
        #: Its own thread while sockets are open: questions for endings never queue behind pages and subscriptions.
        self._thread: ThreadPoolExecutor | None = None
        self._asking = asyncio.Lock()
        self._floor = 0
        self._seen: dict[int, float] = {}
        self._asked_at = 0.0

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
                await self._unsubscribe(key)
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
            for holders in (self.followers, self.waiting):
                holders[key].discard(socket)
                if not holders[key]:
                    del holders[key]
        return True

    async def close(self, sockets: Iterable[Socket], code: int) -> None:
        # All are cut before the first is told, since telling gives way to other tasks.
        for socket in [socket for socket in list(sockets) if self._cut(socket)]:
            try:
                await socket.end(code)
            except Exception:
                # One that cannot be closed shall not keep the others open, nor end the watch over endings.
                log.exception("A socket could not be closed.")

    async def _start(self) -> None:
        self._asked_at = time.monotonic()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="endings")
        self._floor, present = await self._in_thread(_endings_so_far)
        self._seen = dict.fromkeys(present, self._asked_at)
        self._tasks = [asyncio.create_task(work()) for work in (self._watch, self._deliver, self._listen)]
        self._running = True

    async def _stop(self) -> None:
        self._running = False
        await self._unsubscribe(ENDINGS)
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._outgoing.clear()
        self._channel = None
        if self._thread is not None:
            # The thread takes its connection with it.
            self._thread.submit(connections.close_all)
            self._thread.shutdown(wait=False)
            self._thread = None

    # --- following --------------------------------------------------------------------------------------------------

    async def follow(self, socket: Socket, key: str) -> bool:
        """Let the socket follow the key. True when other processes' words arrive too; otherwise that is retried."""
        if socket not in self.sockets:
            return False
        socket.keys.add(key)
        self.followers[key].add(socket)
        if await self._subscribe(key):
            return True
        if socket in self.sockets:
            self.waiting[key].add(socket)
        return False

    async def unfollow(self, socket: Socket, key: str) -> None:
        socket.keys.discard(key)
        for holders in (self.followers, self.waiting):
            holders[key].discard(socket)
            if not holders[key]:
                del holders[key]
        if key not in self.followers:
            await self._unsubscribe(key)

    async def _subscribe(self, key: str) -> bool:
        if key in self.confirmed:
            return True
        layer = get_channel_layer()
        # Concurrent first subscriptions lose messages without this lock.
        async with self._subscribing:
            if key not in self.confirmed:
                try:
                    await asyncio.wait_for(self._group_add(layer, group_of_key(key)), LAYER_PATIENCE)
                except (OSError, RedisError, TimeoutError):
                    return False
                self.confirmed.add(key)
        return True

    async def _unsubscribe(self, key: str) -> None:
        if key not in self.confirmed:
            return
        async with self._subscribing:
            if self.followers.get(key):
                return
            self.confirmed.discard(key)
            layer = get_channel_layer()
            if self._channel and not isinstance(layer, InMemoryChannelLayer):
                with contextlib.suppress(OSError, RedisError, TimeoutError):
                    await asyncio.wait_for(layer.group_discard(group_of_key(key), self._channel), LAYER_PATIENCE)

    async def _group_add(self, layer: Any, group: str) -> None:
        # In one process alone there is nobody to listen to: `tell_this_process` reaches every hub.
        if isinstance(layer, InMemoryChannelLayer):
            return
        if self._channel is None:
            self._channel = await layer.new_channel()
        await layer.group_add(group, self._channel)

    async def _listen(self) -> None:
        """Hear the other processes."""
        layer = get_channel_layer()
        if isinstance(layer, InMemoryChannelLayer):
            return
        while True:
            try:
                if not await self._subscribe(ENDINGS):
                    raise TimeoutError
                message = await layer.receive(self._channel)
            except (OSError, RedisError, TimeoutError) as error:
                log.warning("The channel layer does not answer: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            if message.get("from") != PROCESS:
                self.take(message)

    # --- delivering -------------------------------------------------------------------------------------------------

    def take(self, message: dict[str, Any]) -> None:
        """A message from this or another process; runs in the loop."""
        if not self.sockets:
            return
        if message["type"] == "ending":
            ending = (message["ending"], message["person"], message["session_digest"], message["reason"])
            task = self.loop.create_task(self._end([ending]))
            self._endings.add(task)
            task.add_done_callback(self._endings.discard)
        elif message["key"] in self.followers:
            self._outgoing.append((message["key"], message["frame"]))
            self._something_to_send.set()

    async def _deliver(self) -> None:
        """What has gathered goes out together: the first at once, those that come meanwhile in the next round."""
        while True:
            await self._something_to_send.wait()
            self._something_to_send.clear()
            batch, self._outgoing = self._outgoing, []
            if not batch:
                continue
            try:
                await self._ask_for_endings()
            except Exception:  # whatever the database raises: unasked, nothing is delivered
                self._outgoing[:0] = batch
                self._something_to_send.set()
                await asyncio.sleep(0.2)
                continue
            sent = 0
            for text, key in _frames(batch):
                for socket in tuple(self.followers.get(key, ())):
                    if socket in self.sockets:
                        await socket.deliver(text)
                    sent += 1
                    if sent % 100 == 0:
                        await asyncio.sleep(0)

    # --- ending -----------------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Learn of endings whatever the channel layer does; close what cannot be answered for."""
        checked_at = time.monotonic()
        while True:
            await asyncio.sleep(ASK_EVERY)
            if await self._learn() and time.monotonic() - checked_at >= CHECK_EVERY:
                checked_at = time.monotonic()
                await self.check_all()
            for key in list(self.waiting):
                if await self._subscribe(key):
                    for socket in self.waiting.pop(key, set()):
                        await socket.deliver(json.dumps({"type": "subscribed", "key": key}))

    async def _learn(self) -> bool:
        while True:
            left = max(self._asked_at + BLIND_FOR - time.monotonic(), 0.25)
            try:
                await asyncio.wait_for(self._ask_for_endings(), left)
                return True
            except Exception as error:  # whatever the database raises
                if time.monotonic() - self._asked_at >= BLIND_FOR:
                    log.warning("Sockets close: endings cannot be learned (%s).", type(error).__name__)
                    await self.close(self.sockets, TRY_LATER)
                    return False
                await asyncio.sleep(0.1)

    async def _ask_for_endings(self) -> None:
        async with self._asking:
            asked_at = time.monotonic()
            rows = await self._in_thread(_endings_after, self._floor)
            self._asked_at = asked_at
        await self._end(rows)
        # Ids can become visible out of order, so the floor follows a minute behind.
        for pk in [pk for pk, seen_at in self._seen.items() if asked_at - seen_at > LATE_COMMIT]:
            del self._seen[pk]
            self._floor = max(self._floor, pk)

    async def _end(self, endings: Iterable[tuple[int, int, str, str]]) -> None:
        for pk, person_id, digest, reason in endings:
            if pk <= self._floor or pk in self._seen:
                continue
            self._seen[pk] = time.monotonic()
            code = CODE_OF_REASON[AccessEnding.Reason(reason)]
            await self.close(
                [s for s in self.sockets if s.person_id == person_id and digest in ("", s.session_digest)], code
            )

    async def check_all(self) -> None:
        """Close the sockets whose session or person no longer stands, however that came about."""
        sockets = list(self.sockets)
        standing = await self._in_thread(
            _standing, {socket.session_key for socket in sockets}, {socket.person_id for socket in sockets}
        )
        await self.close(
            [s for s in sockets if s.session_key not in standing[0] or s.person_id not in standing[1]], SIGNED_OUT
        )

    async def _in_thread(self, question: Any, *args: Any) -> Any:
        ask = DatabaseSyncToAsync(question, thread_sensitive=False, executor=self._thread)
        return await ask(*args)


def _frames(batch: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, str]]:
    """The frames of a round, each written once: a key that changed twice has changed, and entries travel together."""
    changed: dict[str, dict[str, Any]] = {}
    entries: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for key, frame in batch:
        if frame["type"] == "entries":
            entries[key] += frame["entries"]
        else:
            changed[key] = frame
    frames = [(json.dumps(frame), key) for key, frame in changed.items()]
    for key, found in entries.items():
        found.sort(key=lambda entry: entry["seq"])
        frames.append((json.dumps({"type": "entries", "key": key, "entries": found}), key))
    return frames


def _endings_so_far() -> tuple[int, list[int]]:
    """An ending before which nobody can still be writing one, and those after it that are over already."""
    long_ago = clock.now() - timedelta(seconds=LATE_COMMIT)
    floor = AccessEnding.objects.filter(at__lt=long_ago).aggregate(newest=Max("pk"))["newest"] or 0
    return floor, list(AccessEnding.objects.filter(pk__gt=floor).values_list("pk", flat=True))


def _endings_after(floor: int) -> list[tuple[int, int, str, str]]:
    rows = AccessEnding.objects.filter(pk__gt=floor).order_by("pk")
    return list(rows.values_list("pk", "person_id", "session_digest", "reason"))


def _standing(session_keys: set[str], person_ids: set[int]) -> tuple[set[str], set[int]]:
    active = Person.objects.filter(pk__in=person_ids, is_active=True).values_list("pk", flat=True)
    return standing_sessions(session_keys), set(active)
