"""What goes out to the followers of each key, and when.

The first frame of a key goes at once. What follows waits a little and goes together, one frame with a list: at least
10 ms, and twice what sending cost the last time, so that a busy room costs a process a part of its time and never all
of it. Every text is written once, whatever the number of its readers.

What has gathered is taken up first, then the database is asked for endings, then it is sent: nothing stored after an
ending reaches the one whose access ended. One question a round, for all keys that are due.
"""

import asyncio
import contextlib
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from community.live.hub import Hub

#: Seconds between two frames of one key, at the least.
LEAST_GAP = 0.010
#: The gap is so many times what sending cost our thread: time that the machine gave to others makes nobody wait longer.
#: And between any two rounds there is as much time as a round took, question included, so that many rooms share rounds.
GAP_PER_COST = 2.0
REST_PER_ROUND = 1.0
#: Other tasks get their turn after so many sends.
SENDS_IN_A_ROW = 100
#: Characters of one frame (one entry alone may be longer).
FRAME_SIZE = 60_000

#: A log entry on its way: its number and its JSON.
Entry = tuple[int, str]


@dataclass
class _Waiting:
    entries: list[Entry] = field(default_factory=list)
    #: By slot: what is said twice before it goes out is said once, as it was said last.
    frames: dict[str, dict[str, Any]] = field(default_factory=dict)


class Delivery:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._waiting: dict[str, _Waiting] = defaultdict(_Waiting)
        self._not_before: dict[str, float] = {}
        self._rest_until = 0.0
        self._something = asyncio.Event()

    def add_entries(self, key: str, entries: Iterable[Entry]) -> None:
        self._of(key).entries += entries

    def add_frame(self, key: str, slot: str, frame: dict[str, Any]) -> None:
        self._of(key).frames[slot] = frame

    def _of(self, key: str) -> _Waiting:
        if key not in self._waiting:
            self._something.set()
        return self._waiting[key]

    def clear(self) -> None:
        self._waiting.clear()
        self._not_before.clear()

    async def run(self) -> None:
        while True:
            due = await self._due()
            began = time.monotonic()
            round_ = [(key, self._waiting.pop(key)) for key in due]
            await self._endings_asked()
            for key, waiting in round_:
                flushed = time.thread_time()
                await self._flush(key, waiting)
                cost = time.thread_time() - flushed
                self._not_before[key] = time.monotonic() + max(LEAST_GAP, GAP_PER_COST * cost)
            now = time.monotonic()
            self._rest_until = now + REST_PER_ROUND * (now - began)
            for key in [key for key, moment in self._not_before.items() if moment <= now]:
                del self._not_before[key]

    async def _due(self) -> list[str]:
        """Wait until something may go out; the keys of it."""
        while True:
            now = time.monotonic()
            moments = {key: self._not_before.get(key, 0.0) for key in self._waiting}
            due = [key for key, moment in moments.items() if moment <= now]
            if due and now >= self._rest_until:
                return due
            until = max(min(moments.values()), self._rest_until) - now if moments else None
            self._something.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(until):
                    await self._something.wait()

    async def _endings_asked(self) -> None:
        while True:
            try:
                await self.hub.endings.ask()
                return
            except Exception:  # whatever the database raises: unasked, nothing is delivered
                await asyncio.sleep(0.2)

    async def _flush(self, key: str, waiting: _Waiting) -> None:
        sent = 0
        for text in _texts(key, waiting):
            for socket in tuple(self.hub.followers.get(key, ())):
                if socket in self.hub.sockets:
                    await socket.deliver(text)
                sent += 1
                if sent % SENDS_IN_A_ROW == 0:
                    await asyncio.sleep(0)


def _texts(key: str, waiting: _Waiting) -> list[str]:
    """The frames, each written once."""
    texts = [json.dumps(frame) for frame in waiting.frames.values()]
    together: list[str] = []
    size = 0
    for _seq, text in sorted(waiting.entries):
        if together and size + len(text) > FRAME_SIZE:
            texts.append(_entries_frame(key, together))
            together, size = [], 0
        together.append(text)
        size += len(text)
    if together:
        texts.append(_entries_frame(key, together))
    return texts


def _entries_frame(key: str, texts: list[str]) -> str:
    return f'{{"type": "entries", "key": "{key}", "entries": [{", ".join(texts)}]}}'
