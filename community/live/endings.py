"""Ended accesses, as one process learns of them: asked of the database, whatever the channel layer says.

One question before each round of delivery and at least one a second, however many sockets there are. When it cannot be
answered for two seconds, every socket closes.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from community import clock
from community.live.asking import Asking
from community.live.codes import CODE_OF_REASON, SIGNED_OUT, TRY_LATER
from community.people.models import AccessEnding, Person
from community.people.sessions import standing_sessions

if TYPE_CHECKING:
    from community.live.hub import Hub

log = logging.getLogger(__name__)

#: Seconds between questions for endings, how long they may stay unanswered, and between full checks of all sessions.
ASK_EVERY = 1.0
BLIND_FOR = 1.75
CHECK_EVERY = 30.0
#: How long a transaction that writes an ending may stay open and still be seen by the question for endings.
LATE_COMMIT = 60.0


class Endings:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        #: Of its own: questions for endings never queue behind pages and subscriptions, and a hundred of them a second
        #: do not connect a hundred times.
        self.database = Asking(hub.loop, "endings")
        self._asking = asyncio.Lock()
        self._floor = 0
        self.seen: dict[int, float] = {}
        self._asked_at = 0.0

    async def start(self) -> None:
        self._asked_at = time.monotonic()
        self.database.start()
        self._floor, present = await self.database.ask(endings_so_far)
        self.seen = dict.fromkeys(present, self._asked_at)

    def stop(self) -> None:
        self.database.stop()

    async def watch(self) -> None:
        """Learn of endings whatever the channel layer does; close what cannot be answered for."""
        checked_at = time.monotonic()
        while True:
            await asyncio.sleep(ASK_EVERY)
            if await self._learn() and time.monotonic() - checked_at >= CHECK_EVERY:
                checked_at = time.monotonic()
                await self.check_all()

    async def _learn(self) -> bool:
        while True:
            left = max(self._asked_at + BLIND_FOR - time.monotonic(), 0.25)
            try:
                await asyncio.wait_for(self.ask(), left)
                return True
            except Exception as error:  # whatever the database raises
                if time.monotonic() - self._asked_at >= BLIND_FOR:
                    log.warning("Sockets close: endings cannot be learned (%s).", type(error).__name__)
                    await self.hub.close(self.hub.sockets, TRY_LATER)
                    return False
                await asyncio.sleep(0.1)

    async def ask(self) -> None:
        """Close the sockets of all whose access had ended when this was called."""
        async with self._asking:
            asked_at = time.monotonic()
            rows = await self.database.ask(endings_after, self._floor)
            self._asked_at = asked_at
        await self.end(rows)
        # Ids can become visible out of order, so the floor follows a minute behind.
        for pk in [pk for pk, seen_at in self.seen.items() if asked_at - seen_at > LATE_COMMIT]:
            del self.seen[pk]
            self._floor = max(self._floor, pk)

    async def end(self, endings: Iterable[tuple[int, int, str, str]]) -> None:
        for pk, person_id, digest, reason in endings:
            if pk <= self._floor or pk in self.seen:
                continue
            self.seen[pk] = time.monotonic()
            code = CODE_OF_REASON[AccessEnding.Reason(reason)]
            await self.hub.close(
                [s for s in self.hub.sockets if s.person_id == person_id and digest in ("", s.session_digest)], code
            )

    async def check_all(self) -> None:
        """Close the sockets whose session or person no longer stands, however that came about."""
        sockets = list(self.hub.sockets)
        sessions, people = await self.database.ask(
            standing, {socket.session_key for socket in sockets}, {socket.person_id for socket in sockets}
        )
        await self.hub.close(
            [s for s in sockets if s.session_key not in sessions or s.person_id not in people], SIGNED_OUT
        )


def endings_so_far() -> tuple[int, list[int]]:
    """An ending before which nobody can still be writing one, and those after it that are over already."""
    long_ago = clock.now() - timedelta(seconds=LATE_COMMIT)
    floor = AccessEnding.objects.filter(at__lt=long_ago).aggregate(newest=Max("pk"))["newest"] or 0
    return floor, list(AccessEnding.objects.filter(pk__gt=floor).values_list("pk", flat=True))


def endings_after(floor: int) -> list[tuple[int, int, str, str]]:
    rows = AccessEnding.objects.filter(pk__gt=floor).order_by("pk")
    return list(rows.values_list("pk", "person_id", "session_digest", "reason"))


def standing(session_keys: set[str], person_ids: set[int]) -> tuple[set[str], set[int]]:
    active = Person.objects.filter(pk__in=person_ids, is_active=True).values_list("pk", flat=True)
    return standing_sessions(session_keys), set(active)
