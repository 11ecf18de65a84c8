"""Everything live in one place: key names, who may subscribe to a key, and how open pages learn of a change."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from community.people.models import AccessEnding, Person

log = logging.getLogger(__name__)

#: kind of key -> policy: may this person follow this thing? Rooms register theirs in AppConfig.ready().
subscribable: dict[str, Callable[[Person, int], bool]] = {}


def group_of_key(key: str) -> str:
    """The channel-layer group of a key such as "topic:12"."""
    return "key." + key.replace(":", ".")


def announce(keys: Iterable[str]) -> None:
    """Tell the open pages of these keys that something changed. A hint: pages that miss it catch up by themselves."""
    for key in keys:
        _send(group_of_key(key), {"type": "key.changed", "key": key})


def _send(group: str, message: dict[str, Any]) -> None:
    try:
        async_to_sync(get_channel_layer().group_send)(group, message)
    except OSError:
        # The deed is done and stored; only its announcement is lost.
        log.warning("The channel layer did not take an announcement.")


def group_of_person(person_id: int) -> str:
    """The channel-layer group that every open socket of a person stands in."""
    return f"person.{person_id}"


def announce_ending(ending: AccessEnding) -> None:
    """Tell every process that a person's access ended, so that their sockets close at once."""
    message = {
        "type": "access.ended",
        "person": ending.person_id,
        "session_digest": ending.session_digest,
        "reason": ending.reason,
    }
    _send(group_of_person(ending.person_id), message)
