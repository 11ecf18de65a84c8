"""Clients that cost next to nothing: sockets that read frame headers, count entries, and note how late they came."""

import asyncio
import re
import statistics
import time
from collections.abc import Iterable

ENTRY = b'"seq": '
#: When the oldest entry of a frame was handed over; the clients run in the process that hands over.
SENT = re.compile(rb'"sent": ([0-9.]+)')
SEQ = re.compile(rb'"seq": ([0-9]+)')
NUMBER = re.compile(rb'"n": ([0-9]+)')


def masked(payload: bytes) -> bytes:
    """A text frame as clients send it; the mask is all zeros and changes nothing."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
    return b"\x81" + length + bytes(4) + payload


class Client(asyncio.Protocol):
    """`careful` keeps the number of every entry."""

    def __init__(self, path: str, port: int, cookie: str, key: str, careful: bool = False) -> None:
        self.path, self.port, self.cookie, self.key, self.careful = path, port, cookie, key, careful
        self.count = 0
        self.last_at = 0.0
        self.late: list[float] = []
        self.seqs: set[int] = set()
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed_at = 0.0
        self._shaken = False
        self._rest = b""

    def connection_made(self, transport) -> None:
        self.transport = transport
        lines = [
            f"GET {self.path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: http://127.0.0.1:{self.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            f"Cookie: {self.cookie}",
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        at = 0
        if not self._shaken:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._rest = data
                return
            assert data.startswith(b"HTTP/1.1 101"), data[:end]
            self._shaken, at = True, end + 4
            if self.key:
                self.transport.write(masked(f'{{"type": "subscribe", "key": "{self.key}"}}'.encode()))
            else:
                self.ready.set_result(None)
        total = len(data)
        while total - at >= 2:
            size, head = data[at + 1], 2
            if size == 126:
                size, head = int.from_bytes(data[at + 2 : at + 4], "big"), 4
            elif size == 127:
                size, head = int.from_bytes(data[at + 2 : at + 10], "big"), 10
            if total - at < head + size:
                break
            self.frame(data[at] & 15, data[at + head : at + head + size])
            at += head + size
        self._rest = data[at:]

    def frame(self, kind: int, payload: bytes) -> None:
        if kind == 9:
            self.transport.write(b"\x8a" + bytes([0x80 | len(payload)]) + bytes(4) + payload)
        elif kind == 8:
            self.transport.close()
        elif count := payload.count(ENTRY):
            self.count += count
            self.last_at = time.perf_counter()
            if sent := SENT.search(payload):
                self.late.append(self.last_at - float(sent[1]))
            if self.careful:
                self.seqs.update(map(int, SEQ.findall(payload)))
        elif b'"acknowledge"' in payload:
            self.transport.write(masked(b'{"type": "ack", "n": ' + NUMBER.search(payload)[1] + b"}"))
        elif b'"subscribed"' in payload and not self.ready.done():
            self.ready.set_result(None)

    def connection_lost(self, error) -> None:
        self.closed_at = time.perf_counter()
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(f"closed before it was ready: {error}"))


async def open_clients(clients: Iterable[Client]) -> list[Client]:
    """Open them, twenty at a time, and wait until each hears what is said."""
    clients, loop, gate = list(clients), asyncio.get_running_loop(), asyncio.Semaphore(20)

    async def enter(client: Client) -> None:
        async with gate:
            await loop.create_connection(lambda: client, "127.0.0.1", client.port)
            await asyncio.wait_for(client.ready, 60)

    await asyncio.gather(*(enter(client) for client in clients))
    return clients


async def close_clients(clients: Iterable[Client]) -> None:
    for client in clients:
        client.transport.abort()
    await asyncio.sleep(0.3)


def p99(clients: Iterable[Client]) -> float:
    """In milliseconds, of the oldest entry of every frame that came to any of them."""
    late = [one for client in clients for one in client.late]
    return statistics.quantiles(late, n=100)[98] * 1000
