"""The barest chat there is: what comes in at /feed goes to all others by `websockets`' own broadcast. Nothing is asked,
stored, or shared with another process. Run as a module, PORT in the environment."""

import asyncio
import contextlib
import os

from websockets.asyncio.server import Request, Response, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed

listeners: set[ServerConnection] = set()


async def handle(line: ServerConnection) -> None:
    if line.request.path == "/feed":
        with contextlib.suppress(ConnectionClosed):
            async for text in line:
                broadcast(listeners, text)
    else:
        listeners.add(line)
        await line.wait_closed()
        listeners.discard(line)


def healthy(line: ServerConnection, request: Request) -> Response | None:
    return line.respond(200, "well") if request.path == "/healthz" else None


async def main() -> None:
    async with serve(handle, "127.0.0.1", int(os.environ["PORT"]), compression=None, process_request=healthy):
        await asyncio.Future()


if __name__ == "__main__":
    asyncio.run(main())
