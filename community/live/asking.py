"""A thread with a database connection of its own: what is asked there never queues behind pages."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


class Asking:
    """Questions to the database one after the other, over one lasting connection, while sockets are open."""

    def __init__(self, loop: asyncio.AbstractEventLoop, name: str) -> None:
        self.loop, self.name = loop, name
        self._thread: ThreadPoolExecutor | None = None

    def start(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=self.name)

    def stop(self) -> None:
        if self._thread is not None:
            # The thread takes its connection with it.
            self._thread.submit(connections.close_all)
            self._thread.shutdown(wait=False)
            self._thread = None

    async def ask(self, question: Callable[..., Any], *args: Any) -> Any:
        return await self.loop.run_in_executor(self._thread, _asked, question, args)


def _asked(question: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    try:
        return question(*args)
    except Exception:
        # The next question begins with a connection of its own, whatever became of this one.
        connections.close_all()
        raise
