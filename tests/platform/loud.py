"""daphne as we serve it, with an application that gives back what is posted and says much at once to all.

Run as a module, with a port.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

#: Texts of many lengths, together far more than a line takes up whose reader does not read.
TEXTS = [f"{number} {'æ' * (number * 331 % 28_000)}" for number in range(800)]

_lines: set[Callable[[Any], Awaitable[None]]] = set()


async def application(
    scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    first = await receive()
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": first["body"]})
        return
    await send({"type": "websocket.accept"})
    _lines.add(send)
    while (said := await receive())["type"] == "websocket.receive":
        assert said["text"] == "go"
        for text in TEXTS:
            for line in _lines:
                await line({"type": "websocket.send", "text": text})
            await asyncio.sleep(0)


if __name__ == "__main__":
    from config import asgi
    from config.server import serve

    asgi.application = application
    serve("127.0.0.1", int(sys.argv[1]), lambda: print("ready", flush=True))
