"""What this process says to the others, said from a thread of its own over one lasting connection.

A deed that forty people are told of would otherwise open a loop and a connection for each of them while its author
waits. What is said is a hint: the deed is stored by then, and who misses a hint catches up. Entries of one log that
gather while the channel layer takes others travel together.
"""

import asyncio
import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Iterable
from typing import Any

from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from community.live import line

log = logging.getLogger(__name__)

#: Messages that wait while the channel layer is away; the oldest go first when there are more.
MOST_WAITING = 10_000
#: What is stored nowhere is not said while more than this waits.
MOST_BEFORE_TRANSIENT = 100
#: Entries that travel in one message.
ENTRIES_TOGETHER = 200
#: Seconds that a process which ends goes on for what is still to be said.
LAST_WORDS = 1.0

Message = tuple[str, dict[str, Any]]


class Announcer:
    def __init__(self) -> None:
        self.pid = os.getpid()
        self.waiting: deque[Message] = deque(maxlen=MOST_WAITING)
        self._kept: Message | None = None
        self.something = threading.Event()
        self.silent = threading.Event()
        self.silent.set()
        self.thread = threading.Thread(target=self._run, name="announcer", daemon=True)
        self.thread.start()

    def say(self, messages: Iterable[Message]) -> None:
        self.silent.clear()
        self.waiting.extend(messages)
        self.something.set()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            while True:
                self.something.wait()
                self.something.clear()
                runner.run(self._empty())
                if not self.waiting:
                    self.silent.set()

    async def _empty(self) -> None:
        layer = get_channel_layer()
        while (following := self._next()) is not None:
            group, message = following
            try:
                await line.publish(layer, group, message)
            except (OSError, RedisError, TimeoutError) as error:
                # The deed is done and stored; only its announcement to the other processes is lost.
                log.warning("The channel layer did not take an announcement: %s", type(error).__name__)

    def _next(self) -> Message | None:
        """What is to be said next; entries of one log that wait behind each other are one message."""
        said, self._kept = self._kept or self._take(), None
        if said is None or said[1]["type"] != "entries":
            return said
        group, message = said
        entries = list(message["entries"])
        while len(entries) < ENTRIES_TOGETHER and (following := self._take()) is not None:
            if following[0] != group or following[1]["type"] != "entries":
                self._kept = following
                break
            entries += following[1]["entries"]
        return group, message | {"entries": entries}

    def _take(self) -> Message | None:
        # The oldest may go at any moment to make room for the newest.
        try:
            return self.waiting.popleft()
        except IndexError:
            return None


_announcer: Announcer | None = None
_making = threading.Lock()


def tell_others(messages: Iterable[Message], transient: bool = False) -> None:
    """Hand these to the other processes, in this order, soon; what is `transient` only while there is little to say."""
    global _announcer
    messages = list(messages)
    if not messages or line.alone():
        return
    # Threads do not come along into a process that was forked off.
    if _announcer is None or _announcer.pid != os.getpid():
        with _making:
            if _announcer is None or _announcer.pid != os.getpid():
                _announcer = Announcer()
    if not transient or len(_announcer.waiting) < MOST_BEFORE_TRANSIENT:
        _announcer.say(messages)


@atexit.register
def _say_the_last() -> None:
    if _announcer is not None and _announcer.pid == os.getpid():
        _announcer.silent.wait(LAST_WORDS)
