"""Everything live in one place: who may follow a key, and how open pages learn of a change.

A key names a thing, such as "topic:12". Pages follow keys over one socket (consumers.py); each process holds its
sockets in a hub (hub.py). What is said here reaches the hubs of this process directly and those of other processes
over the channel layer. It is always a hint: the truth is in the database, and a page that misses a hint catches up.
"""

from collections.abc import Callable, Iterable
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

from community.live import announcer, hub
from community.people.models import AccessEnding, Person

#: kind of key -> policy: may this person follow this thing? Rooms register theirs in AppConfig.ready().
subscribable: dict[str, Callable[[Person, int], bool]] = {}


def announce(keys: Iterable[str]) -> None:
    """Tell the open pages of these keys that something changed; they fetch it through their ordinary view."""
    _send(
        (hub.group_of_key(key), {"type": "frame", "key": key, "frame": {"type": "changed", "key": key}})
        for key in dict.fromkeys(keys)
    )


def push(key: str, entries: list[dict[str, Any]]) -> None:
    """Hand stored log entries to the open pages of a key. Chat alone does this; everything else is announced."""
    frame = {"type": "entries", "key": key, "entries": entries}
    _send([(hub.group_of_key(key), {"type": "frame", "key": key, "frame": frame})])


def announce_ending(ending: AccessEnding) -> None:
    """Tell every process that a person's access ended, so that their sockets close at once."""
    message = {
        "type": "ending",
        "ending": ending.pk,
        "person": ending.person_id,
        "session_digest": ending.session_digest,
        "reason": ending.reason,
    }
    _send([(hub.group_of_key(hub.ENDINGS), message)])


def _send(messages: Iterable[announcer.Message]) -> None:
    said = list(messages)
    for _group, message in said:
        hub.tell_this_process(message)
    layer = get_channel_layer()
    if said and layer is not None and not isinstance(layer, InMemoryChannelLayer):
        announcer.say(said)
