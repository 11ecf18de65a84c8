"""A room's log in the form that pages and sockets read it; docs/chat.md describes it."""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from community.chat.models import Message, Room
from community.membership.bylines import bylines

#: Entries in one answer of the log.
LOG_LIMIT = 200


def entries(messages: Iterable[Message], network_id: int) -> list[dict[str, Any]]:
    """The messages as log entries; one query for the words beside their authors' names, none per message."""
    messages = list(messages)
    beside = bylines(network_id, {message.author_id for message in messages}) if messages else {}
    return [
        {
            "seq": message.seq,
            "kind": "message",
            "id": message.pk,
            "author": {
                "id": message.author_id,
                "name": message.author.display_name,
                "role_shape": beside[message.author_id].shape,
                # Youths are simply themselves here.
                "words": "" if beside[message.author_id].shape == "youth" else beside[message.author_id].words,
            },
            "body": message.body,
            "at": message.sent_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "client_uuid": str(message.client_uuid),
        }
        for message in messages
    ]


def log_after(room: Room, seq: int, limit: int = LOG_LIMIT) -> dict[str, Any]:
    """What the room's log holds after `seq`, at most `limit` entries of it."""
    found = room.messages.filter(seq__gt=seq).select_related("author").order_by("seq")[:limit]
    listed = entries(found, room.space.network_id)
    return {
        "room": room.pk,
        "last_seq": room.last_seq,
        "entries": listed,
        "more": bool(listed) and listed[-1]["seq"] < room.last_seq,
    }
