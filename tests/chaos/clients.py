"""Open tabs that behave as docs/chat.md says: they send again until they are answered, and merge the log by number."""

import asyncio
import json
import random
from collections import Counter, deque
from contextlib import suppress
from urllib.parse import urlencode
from uuid import UUID, uuid4

import websockets

from tests.chaos.cast import Member
from tests.proxy import Proxy

ANSWER_WITHIN = 15
#: A page pings every 25 s and gives up after two that nobody answered; here the same happens sooner.
PING_EVERY = 4
#: Also a socket that looks open can be deaf: the page asks the log once a minute.
ASK_EVERY = 60
#: Close codes after which a page does not come back by itself; nobody's access ends in this story.
FINAL = {4401, 4403, 4429, 1008}


class Trouble(Exception):
    """No answer, or one after which the same is worth sending again."""


class Tab:
    """One tab of a member, on the room's page."""

    def __init__(self, member: Member, room: int, proxy: Proxy, counts: Counter[str], name: str = "") -> None:
        self.member, self.room, self.proxy, self.counts = member, room, proxy, counts
        self.name = name or member.name
        #: What the tab shows, in its order: entry n stands at n - 1.
        self.shown: list[dict] = []
        self.early: dict[int, dict] = {}
        #: What was written and has no answer yet, and the answers to the rest.
        self.outbox: deque[tuple[UUID, str]] = deque()
        self.written: dict[UUID, str] = {}
        self.acknowledged: dict[UUID, dict] = {}
        #: What must never happen to a client in this story.
        self.faults: list[str] = []
        self.codes: Counter[int] = Counter()
        #: Whoever only speaks keeps no log.
        self.reads = False
        self.opened = 0
        self.local_port = 0
        self._something_to_send = asyncio.Event()
        self._something_missing = asyncio.Event()

    @property
    def seq(self) -> int:
        return len(self.shown)

    async def run(self) -> None:
        """Sit in the room until cancelled."""
        self.reads = True
        async with asyncio.TaskGroup() as tasks:
            for work in (self._listen, self._catch_up, self._ask_now_and_then, self.send):
                tasks.create_task(work())

    # --- writing ----------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        uuid = uuid4()
        self.written[uuid] = text
        self.outbox.append((uuid, text))
        self._something_to_send.set()

    async def chat(self, pause: float) -> None:
        """Write a line every now and then, until cancelled."""
        while True:
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            self.say(f"{self.name} siger {len(self.written)}")

    async def send(self) -> None:
        """Send one after the other, each again with its own UUID until it is answered."""
        failures = 0
        while True:
            if not self.outbox:
                self._something_to_send.clear()
                await self._something_to_send.wait()
            uuid, text = self.outbox[0]
            try:
                status, answer = await self._post(uuid, text)
            except Trouble:
                self.counts["sent again"] += 1
                failures += 1
                await asyncio.sleep(_wait(failures))
                continue
            failures = 0
            if status in (200, 201):
                self.counts["acknowledged"] += 1
                self.counts["acknowledged only when sent again"] += status == 200
                self.acknowledged[uuid] = answer["entry"]
                if self.reads:
                    self.merge([answer["entry"]])
            else:
                self.faults.append(f"{text!r} was refused: {status} {answer}")
            self.outbox.popleft()

    async def _post(self, uuid: UUID, text: str) -> tuple[int, dict]:
        form = urlencode({"body": text, "client_uuid": uuid, "csrfmiddlewaretoken": self.member.token})
        return await self._ask("POST", f"/chat/{self.room}/send/", form)

    # --- reading ----------------------------------------------------------------------------------------------------

    def merge(self, entries: list[dict]) -> None:
        """Take in what is new, in the order of the numbers; whatever is early waits for what is missing."""
        was_whole = not self.early
        for entry in entries:
            if entry["seq"] > self.seq:
                self.early[entry["seq"]] = entry
            elif self.shown[entry["seq"] - 1]["id"] != entry["id"]:
                self.faults.append(f"two entries under number {entry['seq']}")
        while entry := self.early.pop(self.seq + 1, None):
            self.shown.append(entry)
        if was_whole and self.early:
            self.counts["holes"] += 1
        self.counts["holes healed"] += not was_whole and not self.early
        if self.early:
            self._something_missing.set()

    async def _catch_up(self) -> None:
        while True:
            await self._something_missing.wait()
            self._something_missing.clear()
            more = True
            while more:
                try:
                    status, log = await self._ask("GET", f"/chat/{self.room}/log/?after={self.seq}")
                except Trouble:
                    await asyncio.sleep(_wait(1))
                    continue
                if status != 200:
                    self.faults.append(f"the log answered {status} {log}")
                    return
                self.merge(log["entries"])
                more = log["more"]

    async def _ask_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(ASK_EVERY)
            self._something_missing.set()

    async def _listen(self) -> None:
        failures = 0
        while True:
            with suppress(OSError, TimeoutError, websockets.WebSocketException):
                headers = {"Cookie": self.member.cookie}
                async with websockets.connect(
                    f"ws://127.0.0.1:{self.proxy.port}/ws/",
                    origin=self.proxy.url,
                    additional_headers=headers,
                    ping_interval=None,
                    close_timeout=1,
                ) as socket:
                    self.opened += 1
                    self.counts["reconnects"] += self.opened > 1
                    self.local_port = socket.local_address[1]
                    failures = 0
                    try:
                        await self._hear(socket)
                    except websockets.ConnectionClosed as closed:
                        code = closed.rcvd.code if closed.rcvd else 1006
                        self.codes[code] += 1
                        if code in FINAL:
                            self.faults.append(f"the socket closed with {code}")
            failures += 1
            await asyncio.sleep(_wait(failures))

    async def _hear(self, socket) -> None:
        await socket.send(json.dumps({"type": "subscribe", "key": f"room:{self.room}"}))
        unanswered = 0
        while unanswered < 2:
            try:
                # Not wait_for: until Python 3.12 it may swallow that we are cancelled.
                async with asyncio.timeout(PING_EVERY):
                    said = json.loads(await socket.recv())
            except TimeoutError:
                unanswered += 1
                await socket.send('{"type": "ping"}')
                continue
            unanswered = 0
            # A paced batch may come as a list; types that a client does not know it passes over.
            for frame in said if isinstance(said, list) else [said]:
                if frame["type"] == "acknowledge":
                    await socket.send(json.dumps({"type": "ack", "n": frame["n"]}))
                if frame.get("key") != f"room:{self.room}":
                    continue
                if frame["type"] == "subscribed":
                    self._something_missing.set()
                elif frame["type"] == "refused":
                    self.faults.append("the room was refused")
                elif frame["type"] == "entries":
                    self.merge(frame["entries"])
        deaf = any(link.deaf for link in self.proxy.links if link.port == self.local_port)
        self.counts["half-open links noticed" if deaf else "links given up that were slow to answer"] += 1

    # --- asking -----------------------------------------------------------------------------------------------------

    async def _ask(self, method: str, path: str, form: str = "") -> tuple[int, dict]:
        """One request on a connection of its own. Raises Trouble where a page would try the same again."""
        head = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.proxy.port}",
            f"Origin: {self.proxy.url}",
            f"Cookie: {self.member.cookie}",
            "Accept: application/json",
            "Connection: close",
        ]
        if form:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}"]
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                answer = await _exchange(self.proxy.port, ("\r\n".join(head) + "\r\n\r\n" + form).encode())
        except (OSError, TimeoutError) as error:
            raise Trouble(type(error).__name__) from None
        top, _blank, content = answer.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        if not content or len(content) != int(headers.get("content-length", -1)):
            raise Trouble("cut in the middle")
        status = int(lines[0].split()[1])
        if status == 429 or status >= 500:
            self.counts[f"answers {status}"] += 1
            raise Trouble(str(status))
        if "json" not in headers.get("content-type", ""):
            return status, {"instead": headers.get("location", content[:200].decode(errors="replace"))}
        return status, json.loads(content)


async def _exchange(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        return await reader.read()
    finally:
        writer.close()


def _wait(failures: int) -> float:
    """Longer with each failure, and never all at once."""
    return min(8.0, 0.25 * 2 ** min(failures, 6)) * random.uniform(0.5, 1.0)
