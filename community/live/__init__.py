"""Everything live in one place: who may follow a key, and how open pages learn of a change.

A key names a thing, such as "topic:12". Pages follow keys over one socket (consumers.py); each process holds its
sockets in a hub (hub.py). What is said here reaches the hubs of this process directly and those of other processes
over the channel layer. It is always a hint: the truth is in the database, and a page that misses a hint catches up.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from community.live import announcer, hub
from community.live.line import ENDINGS, group_of_key
from community.people.models import AccessEnding, Person

#: kind of key -> policy: may this person follow this thing? Rooms register theirs in AppConfig.ready().
subscribable: dict[str, Callable[[Person, int], bool]] = {}

#: kind of key -> what its followers are told of a person who writes or is here: a dict with "id". Only where a room
#: registers this do pages say `typing` and `here`. Asked once per socket, in a thread that may ask the database.
transient: dict[str, Callable[[Person], dict[str, Any]]] = {}


def announce(keys: Iterable[str]) -> None:
    """Tell the open pages of these keys that something changed; they fetch it through their ordinary view."""
    _send((group_of_key(key), {"type": "changed", "key": key}) for key in dict.fromkeys(keys))


def ask_again(keys: Iterable[str]) -> None:
    """Let every process ask the sockets that follow these keys whether they still may: less is open than before. Whose
    page follows no longer is told so, and leaves."""
    _send((group_of_key(key), {"type": "narrowed", "key": key}) for key in dict.fromkeys(keys))


def push(key: str, entries: list[dict[str, Any]]) -> None:
    """Hand stored log entries, each with its "seq", to the open pages of a key. Chat alone does this; everything else
    is announced. An entry becomes text here, once for all processes and readers."""
    written = [(entry["seq"], json.dumps(entry)) for entry in entries]
    _send([(group_of_key(key), {"type": "entries", "key": key, "entries": written})])


def say_typing(key: str, person: dict[str, Any]) -> None:
    """Tell the open pages of a key that somebody writes. Stored nowhere, and left out while much is to be said."""
    message = {"type": "typing", "key": key, "person": person}
    hub.tell_this_process(message)
    announcer.tell_others([(group_of_key(key), message)], transient=True)


def announce_ending(ending: AccessEnding) -> None:
    """Tell every process that a person's access ended, so that their sockets close at once."""
    message = {
        "type": "ending",
        "ending": ending.pk,
        "person": ending.person_id,
        "session_digest": ending.session_digest,
        "reason": ending.reason,
    }
    _send([(group_of_key(ENDINGS), message)])


def _send(messages: Iterable[announcer.Message]) -> None:
    said = list(messages)
    for _group, message in said:
        hub.tell_this_process(message)
    announcer.tell_others(said)
