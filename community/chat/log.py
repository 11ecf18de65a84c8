"""A room's log in the form that pages and sockets read it; docs/chat.md describes it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from community.chat.models import Message, Room, RoomChange
from community.membership.bylines import Byline, byline_of, bylines, standing
from community.people.models import Person

#: Entries in one answer of the log.
LOG_LIMIT = 200
#: Characters of the message that is answered, as they stand above the answer.
QUOTED = 120


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _form(message: Message, byline: Byline) -> dict[str, Any]:
    """The message as it stands now."""
    answered = message.reply_to
    return {
        "id": message.pk,
        "author": {
            "id": message.author_id,
            "name": message.author.display_name,
            "role_shape": byline.shape,
            # Youths are simply themselves here.
            "words": "" if byline.shape == "youth" else byline.words,
        },
        "body": message.words,
        "at": _moment(message.sent_at),
        "client_uuid": str(message.client_uuid),
        "reply_to": answered
        and {
            "seq": answered.seq,
            "author": answered.author_id,
            "name": answered.author.display_name,
            "body": quoted(answered),
        },
        "files": 0 if message.is_gone else message.file_count,
        # How often each word was given, by its number. Never by whom.
        "reactions": {} if message.is_gone else message.reactions,
        "edited": message.edited_at is not None,
        "deleted": message.deleted_at is not None,
        "hidden": message.hidden_at is not None,
    }


def quoted(message: Message) -> str:
    """What stands above an answer to the message: its beginning, or nothing where a line stands in its place."""
    words = " ".join(message.words.split())
    return words if len(words) <= QUOTED else words[: QUOTED - 1].rstrip() + "…"


def entries(
    things: Iterable[Message | RoomChange], network_id: int, beside: dict[int, Byline] | None = None
) -> list[dict[str, Any]]:
    """New messages and what became of older ones as log entries; one query for the words beside their authors' names,
    none per entry, and none at all where the caller knows them (`beside`, by the person's number)."""
    things = list(things)
    messages = [thing if isinstance(thing, Message) else thing.message for thing in things]
    authors = {message.author_id for message in messages if message}
    if beside is None:
        beside = bylines(network_id, authors) if authors else {}
    listed: list[dict[str, Any]] = []
    for thing, message in zip(things, messages, strict=True):
        if message is None:
            listed.append({"seq": thing.seq, "kind": "erased"})
        elif isinstance(thing, Message):
            listed.append({"seq": thing.seq, "kind": "message"} | _form(message, beside[message.author_id]))
        else:
            form = {"seq": message.seq} | _form(message, beside[message.author_id])
            listed.append({"seq": thing.seq, "kind": thing.kind, "message": form})
    return listed


def own_entry(message: Message, actor: Person) -> dict[str, Any]:
    """The entry of a message that the actor has just said; their memberships are read already."""
    beside = byline_of(*standing(actor, message.room.network_id))
    return entries([message], message.room.network_id, {actor.pk: beside})[0]


def log_after(room: Room, seq: int, limit: int = LOG_LIMIT) -> dict[str, Any]:
    """What the room's log holds after `seq`, at most `limit` entries of it. The numbers that are asked for and lie
    below `first_seq` have been erased: who has come less far starts afresh."""
    said = room.messages.filter(seq__gt=seq).select_related("author", "reply_to__author").order_by("seq")[:limit]
    became = (
        room.changes.filter(seq__gt=seq)
        .select_related("message__author", "message__reply_to__author")
        .order_by("seq")[:limit]
    )
    both: list[Message | RoomChange] = [*said, *became]
    # What was stored after the room was read comes with the next question.
    found = sorted((thing for thing in both if thing.seq <= room.last_seq), key=lambda thing: thing.seq)[:limit]
    return {
        "room": room.pk,
        "first_seq": room.first_seq,
        "last_seq": room.last_seq,
        "entries": entries(found, room.network_id),
        "more": bool(found) and found[-1].seq < room.last_seq,
    }
