"""The one socket of a page: it says which keys the page follows, and hears what happens to them.

    up      {"type": "subscribe", "key": "topic:12"}   unsubscribe, typing, here, ack and ping alike
    down    subscribed, refused, unsubscribed, changed, entries, typing, here, pong, acknowledge, error

Whatever else arrives is answered with an error frame, and the socket lives. docs/live.md has the whole table.
"""

import asyncio
import json
import logging
import re
import time
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.utils import await_many_dispatch

from community import live
from community.live import hub
from community.live.acknowledgement import Account
from community.live.codes import GOING_AWAY, NO_ANSWER, POLICY_VIOLATION, SIGNED_OUT, TOO_MANY, TRY_LATER
from community.people.models import Person
from community.people.operations import session_digest
from community.people.sessions import person_behind

log = logging.getLogger(__name__)

#: What a client may ask of us. Everything it rightly says is far below these.
FRAME_LIMIT = 4096
KEYS_PER_SOCKET = 100
SOCKETS_PER_PERSON = 10
FRAMES_AT_ONCE = 200
FRAMES_A_SECOND = 20
#: Seconds between two words of a kind about one key; what comes sooner is passed over.
SAID_EVERY = {"typing": 2.0, "here": 5.0}

_KEY = re.compile(r"([a-z][a-z_]{0,29}):([1-9][0-9]{0,17})", re.ASCII)


class LiveConsumer(AsyncWebsocketConsumer):
    person_id = 0
    session_key = ""
    session_digest = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys: set[str] = set()
        self.account = Account()
        #: Kind of key -> what is said of the person there; and when something was said last, by kind of word and key.
        self._person: dict[str, dict[str, Any]] = {}
        self._said_at: dict[tuple[str, str], float] = {}
        self._open = False
        self._credit = float(FRAMES_AT_ONCE)
        self._credited_at = time.monotonic()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """As the base class does, but without a channel of its own: the process's hub listens for all sockets."""
        self.scope = scope
        self.base_send = send
        try:
            await await_many_dispatch([receive], self.dispatch)
        except StopConsumer:
            pass
        except asyncio.CancelledError:
            # The server is going down; a page that is told comes back calmly.
            await self.end(GOING_AWAY)
            raise
        finally:
            self._open = False
            await hub.here().leave(self)

    async def dispatch(self, message: Any) -> None:
        match message["type"]:
            case "websocket.connect":
                await self.websocket_connect(message)
            case "websocket.receive":
                await self.receive(text_data=message.get("text"), bytes_data=message.get("bytes"))
            case "websocket.disconnect":
                raise StopConsumer

    # --- coming in --------------------------------------------------------------------------------------------------

    async def connect(self) -> None:
        # Accepted first: a page only learns a close code from a socket that was open.
        await self.accept()
        self._open = True
        try:
            await self._join()
        except Exception:
            log.exception("A socket could not be opened.")
            await self.end(TRY_LATER)

    async def _join(self) -> None:
        session_key = self.scope["session"].session_key or ""
        person = await self._person_behind(session_key)
        if person is None:
            await self.end(SIGNED_OUT)
            return
        self.person_id, self.session_key = person.pk, session_key
        self.session_digest = session_digest(session_key)
        our_hub = hub.here()
        await our_hub.join(self)
        if our_hub.per_person[person.pk] > SOCKETS_PER_PERSON:
            await our_hub.close([self], TOO_MANY)
        # Asked again now that endings reach this socket: none falls between the question and the joining.
        elif await self._person_behind(session_key) is None:
            await our_hub.close([self], SIGNED_OUT)

    async def _person_behind(self, session_key: str) -> Person | None:
        return await hub.here().ask(person_behind, session_key) if session_key else None

    # --- what the page says -----------------------------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self._open:
            return
        self.account.heard_at = time.monotonic()
        if not self._may_speak():
            await self._error("too_fast")
            await hub.here().close([self], POLICY_VIOLATION)
            return
        if text_data is None:
            await self._error("not_text")
            return
        if len(text_data) > FRAME_LIMIT:
            await self._error("too_long")
            return
        try:
            said = json.loads(text_data)
        except (ValueError, RecursionError):
            await self._error("not_json")
            return
        try:
            await self._answer(said)
        except Exception:
            # Whatever failed on the way to an answer, this socket and all others live on.
            log.exception("A live frame could not be answered.")
            await self._error("try_again")

    async def _answer(self, said: Any) -> None:
        kind = said.get("type") if isinstance(said, dict) else None
        key = said.get("key") if isinstance(said, dict) else None
        if kind == "ping":
            await self._say({"type": "pong"})
        elif kind == "ack":
            number = said.get("n")
            if self.account.answer(number if type(number) is int else 0):
                # We asked for it.
                self._credit += 1
        elif kind not in ("subscribe", "unsubscribe", "typing", "here"):
            await self._error("unknown_type")
        elif not isinstance(key, str) or not _KEY.fullmatch(key):
            await self._error("bad_key")
        elif kind == "subscribe":
            await self._subscribe(key)
        elif kind == "unsubscribe":
            await hub.here().unfollow(self, key)
            self._said_at = {about: at for about, at in self._said_at.items() if about[1] != key}
            await self._say({"type": "unsubscribed", "key": key})
        else:
            await self._tell_followers(kind, key)

    async def _subscribe(self, key: str) -> None:
        if key not in self.keys and len(self.keys) >= KEYS_PER_SOCKET:
            await self._error("too_many_keys", key)
        elif not await hub.here().ask(self.may_follow, key):
            # The same words for what is not there and what is not theirs.
            await self._say({"type": "refused", "key": key})
        else:
            await hub.here().follow(self, key)

    async def _tell_followers(self, word: str, key: str) -> None:
        """`typing` or `here`, about a key that the socket follows; stored nowhere."""
        kind = key.partition(":")[0]
        if key not in self.keys or kind not in live.transient:
            await self._error("not_followed", key)
            return
        now = time.monotonic()
        if now - self._said_at.get((word, key), -60.0) < SAID_EVERY[word]:
            return
        self._said_at[word, key] = now
        if kind not in self._person:
            self._person[kind] = await hub.here().ask(self._described, kind)
        # The access may have ended while we asked.
        if not self._open or key not in self.keys:
            return
        if word == "typing":
            live.say_typing(key, self._person[kind])
        else:
            hub.here().presence.here(key, self._person[kind])

    def _described(self, kind: str) -> dict[str, Any]:
        return live.transient[kind](Person.objects.get(pk=self.person_id, is_active=True))

    def may_follow(self, key: str) -> bool:
        kind, _colon, number = key.partition(":")
        policy = live.subscribable.get(kind)
        # Nothing reaches the open pages of somebody who takes a break.
        person = Person.objects.filter(pk=self.person_id, is_active=True, paused_at=None).first()
        return policy is not None and person is not None and policy(person, int(number))

    def _may_speak(self) -> bool:
        now = time.monotonic()
        self._credit = min(FRAMES_AT_ONCE, self._credit + (now - self._credited_at) * FRAMES_A_SECOND)
        self._credited_at = now
        self._credit -= 1
        return self._credit >= 0

    # --- what the page hears ----------------------------------------------------------------------------------------

    async def deliver(self, text: str) -> None:
        """Called by the hub with a frame that is written already; all are ASCII, so characters are bytes."""
        if self._open:
            await self.base_send({"type": "websocket.send", "text": text})
            if self.account.give(len(text)):
                await self._ask()

    async def still_reads(self, now: float) -> bool:
        """Asked by the hub every second."""
        if self.account.lost(now):
            return False
        if self._open and self.account.to_be_asked(now):
            await self._ask()
        return True

    async def _ask(self) -> None:
        if self.account.lost(time.monotonic()):
            await hub.here().close([self], NO_ANSWER)
            return
        question = json.dumps({"type": "acknowledge", "n": self.account.ask()})
        await self.base_send({"type": "websocket.send", "text": question})

    async def end(self, code: int) -> None:
        """Close, and deliver nothing after."""
        if self._open:
            self._open = False
            await self.base_send({"type": "websocket.close", "code": code})

    async def _say(self, frame: dict[str, Any]) -> None:
        await self.deliver(json.dumps(frame))

    async def _error(self, code: str, key: str = "") -> None:
        await self._say({"type": "error", "code": code} | ({"key": key} if key else {}))
