"""A process's line to the others: the channel layer, as little of it as is needed.

Each hub has one channel, and one subscription per key however many sockets follow it. A subscription counts only when
a word said into it has come back, so that nothing falls between "subscribed" and the first fetch. Twice a second the
hub says a number to itself: one that does not come back shows that words were lost, and all pages fetch anew.
"""

import asyncio
import contextlib
import logging
import uuid
from typing import TYPE_CHECKING, Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from community.live.hub import Hub

log = logging.getLogger(__name__)

#: Seconds that the channel layer may take.
PATIENCE = 1.0
#: Seconds to wait for the word that confirms a subscription, each time it is said.
CONFIRM_WITHIN = (0.1, 0.3, 0.6)
PULSE_EVERY = 0.5

#: The key that every hub follows for itself.
ENDINGS = "endings"

#: Stands in what this process publishes, so that its own echo is dropped.
PROCESS = uuid.uuid4().hex

AWAY = (OSError, RedisError, TimeoutError)


def group_of_key(key: str) -> str:
    """The channel-layer group of a key such as "topic:12"."""
    return "live." + key.replace(":", ".")


def alone() -> bool:
    """Whether there are no other processes: one without a shared channel layer hears its own words directly."""
    layer = get_channel_layer()
    return layer is None or isinstance(layer, InMemoryChannelLayer)


async def publish(layer: Any, group: str, message: dict[str, Any]) -> None:
    """Hand a message to the hubs of the other processes, or give up soon."""
    await asyncio.wait_for(layer.group_send(group, message | {"from": PROCESS}), PATIENCE)


class Line:
    def __init__(self, hub: "Hub") -> None:
        self.hub = hub
        #: Keys that the channel layer was asked for, and those whose subscription has proved itself.
        self.added: set[str] = set()
        self.confirmed: set[str] = set()
        self._echoes: dict[str, asyncio.Event] = {}
        self._changing = asyncio.Lock()
        self._channel: str | None = None
        self._pulse = 0
        self._heard = 0
        self._lost = False

    async def subscribe(self, key: str) -> bool:
        """True when the words of other processes about this key arrive."""
        if key in self.confirmed:
            return True
        # Concurrent first subscriptions lose messages without this lock.
        async with self._changing:
            if key not in self.confirmed:
                try:
                    await self._add(key)
                except AWAY:
                    return False
                self.confirmed.add(key)
        return True

    async def _add(self, key: str) -> None:
        if alone():
            return
        layer: Any = get_channel_layer()
        async with asyncio.timeout(PATIENCE):
            if self._channel is None:
                self._channel = await layer.new_channel()
            await layer.group_add(group_of_key(key), self._channel)
        self.added.add(key)
        if key != ENDINGS:
            await self._confirm(layer, key)

    async def _confirm(self, layer: Any, key: str) -> None:
        """Ask the other hubs who is here, and wait for our own words to come back."""
        echo = self._echoes[key] = asyncio.Event()
        try:
            for patience in CONFIRM_WITHIN:
                message = {"type": "who", "key": key, "hub": self.hub.name}
                await publish(layer, group_of_key(key), message)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(patience):
                        await echo.wait()
                    return
            raise TimeoutError
        finally:
            del self._echoes[key]

    async def unsubscribe(self, key: str) -> None:
        if key not in self.confirmed and key not in self.added:
            return
        async with self._changing:
            if self.hub.followers.get(key):
                return
            self.confirmed.discard(key)
            if key in self.added and self._channel:
                self.added.discard(key)
                layer: Any = get_channel_layer()
                with contextlib.suppress(*AWAY):
                    await asyncio.wait_for(layer.group_discard(group_of_key(key), self._channel), PATIENCE)

    async def listen(self) -> None:
        """Hear the other processes."""
        if alone():
            return
        layer: Any = get_channel_layer()
        while True:
            try:
                if not await self.subscribe(ENDINGS):
                    raise TimeoutError
                message = await layer.receive(self._channel)
            except AWAY as error:
                log.warning("The channel layer does not answer: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            if message["type"] == "pulse":
                self._felt(message["number"])
            elif message["type"] == "who" and message["hub"] == self.hub.name:
                if echo := self._echoes.get(message["key"]):
                    echo.set()
            elif message.get("from") != PROCESS:
                self.hub.take(message)

    # --- noticing what was lost -------------------------------------------------------------------------------------

    async def pulse(self) -> None:
        if alone():
            return
        layer: Any = get_channel_layer()
        while True:
            await asyncio.sleep(PULSE_EVERY)
            if self._channel is None:
                continue
            self._pulse += 1
            try:
                beat = {"type": "pulse", "number": self._pulse}
                await asyncio.wait_for(layer.send(self._channel, beat), PATIENCE)
            except AWAY:
                self._lost = True

    def _felt(self, number: int) -> None:
        if self._lost or number != self._heard + 1:
            log.warning("The channel layer was away: open pages fetch anew.")
            self.hub.heal()
        self._lost, self._heard = False, number

    def forget(self) -> None:
        """The hub stops; the layer forgets the channel when its receiving ends."""
        self._channel = None
        self.added.clear()
        self.confirmed.clear()
        self._pulse = self._heard = 0
        self._lost = False
