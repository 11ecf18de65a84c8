"""Who is here, key by key: kept in memory for less than a minute, and stored nowhere.

Pages say `here` every 20 seconds while they are looked at. A person is here for 45 seconds after that, or until the
last socket with which they followed the key in that process has gone. Hubs tell each other, and each tells its own
pages the list, at most once a second per key.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from community.live import announcer
from community.live.line import group_of_key

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from community.live.hub import Hub, Socket

#: Seconds that a `here` holds, and between two lists of one key.
HERE_FOR = 45.0
LIST_EVERY = 1.0


@dataclass
class _Standing:
    #: What is said of the person, with "id".
    said: dict[str, Any]
    #: Hub -> until when the person is here according to it.
    until: dict[str, float] = field(default_factory=dict)


class Presence:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        self._standing: dict[str, dict[int, _Standing]] = {}
        self._listed_at: dict[str, float] = {}
        self._timers: dict[str, TimerHandle] = {}

    def people(self, key: str) -> list[dict[str, Any]]:
        """In the order of their numbers."""
        return [standing.said for _pk, standing in sorted(self._standing.get(key, {}).items())]

    def frame(self, key: str) -> dict[str, Any]:
        return {"type": "here", "key": key, "people": self.people(key)}

    # --- what our own sockets say -----------------------------------------------------------------------------------

    def here(self, key: str, person: dict[str, Any]) -> None:
        self._keep(key, self.hub.name, [person])
        self._tell(key, [person])

    def left(self, socket: "Socket", key: str) -> None:
        """The socket follows the key no longer; gone is who has no other one here that does."""
        followers = self.hub.followers.get(key, ())
        if any(other.person_id == socket.person_id for other in followers):
            return
        standing = self._standing.get(key, {}).get(socket.person_id)
        if standing is not None and self.hub.name in standing.until:
            message = {"type": "gone", "key": key, "person": socket.person_id, "hub": self.hub.name}
            announcer.tell_others([(group_of_key(key), message)], transient=True)
            self._drop(key, socket.person_id, self.hub.name)
        if not followers:
            self._forget(key)

    # --- what other hubs say ----------------------------------------------------------------------------------------

    def take(self, message: dict[str, Any]) -> None:
        key, hub = message["key"], message["hub"]
        match message["type"]:
            case "here":
                self._keep(key, hub, message["people"])
            case "gone":
                self._drop(key, message["person"], hub)
            case "who":
                ours = [one.said for one in self._standing.get(key, {}).values() if self.hub.name in one.until]
                if ours:
                    self._tell(key, ours)

    def _tell(self, key: str, people: list[dict[str, Any]]) -> None:
        message = {"type": "here", "key": key, "people": people, "hub": self.hub.name}
        announcer.tell_others([(group_of_key(key), message)], transient=True)

    # --- keeping ----------------------------------------------------------------------------------------------------

    def _keep(self, key: str, hub: str, people: Iterable[dict[str, Any]]) -> None:
        until = time.monotonic() + HERE_FOR
        known = self._standing.setdefault(key, {})
        for said in people:
            standing = known.get(said["id"])
            if standing is None or standing.said != said:
                standing = known[said["id"]] = _Standing(said, standing.until if standing else {})
                self._changed(key)
            standing.until[hub] = until

    def _drop(self, key: str, person_id: int, hub: str) -> None:
        known = self._standing.get(key, {})
        standing = known.get(person_id)
        if standing is None:
            return
        standing.until.pop(hub, None)
        if not standing.until:
            del known[person_id]
            self._changed(key)

    def expire(self) -> None:
        """Looked at every second."""
        now = time.monotonic()
        for key, known in list(self._standing.items()):
            over = [(pk, hub) for pk, one in known.items() for hub, until in one.until.items() if until <= now]
            for pk, hub in over:
                self._drop(key, pk, hub)

    def _changed(self, key: str) -> None:
        if key not in self._timers:
            wait = self._listed_at.get(key, 0.0) + LIST_EVERY - time.monotonic()
            self._timers[key] = self.hub.loop.call_later(max(wait, 0.0), self._list, key)

    def _list(self, key: str) -> None:
        del self._timers[key]
        self._listed_at[key] = time.monotonic()
        self.hub.delivery.add_frame(key, "here", self.frame(key))

    def _forget(self, key: str) -> None:
        self._standing.pop(key, None)
        self._listed_at.pop(key, None)
        if timer := self._timers.pop(key, None):
            timer.cancel()

    def clear(self) -> None:
        for key in list(self._standing | self._timers | self._listed_at):
            self._forget(key)
