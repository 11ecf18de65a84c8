"""Saying something in a room: stored in the room's order, told to whom it concerns, pushed to open pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock, live, plain_text
from community.activity.record import record_all
from community.chat.activity import MessageNamed, MessageSent, hears_all_of
from community.chat.log import entries, own_entry
from community.chat.models import BODY_LIMIT, Message, ReadPointer, Room, RoomChange
from community.chat.naming import named_in
from community.chat.policy import can_send
from community.chat.turns import Turns
from community.people.models import Person, read_memberships
from community.permissions import Refused, require, why_not
from community.questions import ask, ask_for_rows

#: Messages of one person in a minute, all rooms together.
PACE = 60


class TooFast(Refused):
    """More than `PACE` messages in a minute."""


class UuidTaken(Refused):
    """The client UUID stands on a message in another room."""


class BadWords(Refused):
    """Nothing that could be stored: empty, or longer than the limit."""


@dataclass(eq=False)
class _Said:
    """What somebody says, on its way into a room."""

    actor: Person
    body: str
    client_uuid: UUID
    reply_to: int | None
    file_count: int
    add_to: "Callable[[Message], object] | None"
    language: str = field(default_factory=translation.get_language)
    #: The stored message and whether it is new, or why it was not stored.
    answer: tuple[Message, bool] | None = None
    fault: Exception | None = None

    @property
    def is_settled(self) -> bool:
        return self.answer is not None or self.fault is not None


_turns: Turns[_Said] = Turns()


def clean_words(body: str, *, may_be_empty: bool) -> str:
    """The words as they are stored. Raises BadWords for none, or for too many."""
    body = plain_text.clean(body).strip()
    if not body and not may_be_empty:
        raise BadWords(_("Write a line first. One is enough."))
    if len(body) > BODY_LIMIT:
        raise BadWords(_("That is longer than fits here. Can you say it in two?"))
    return body


def send_message(
    *,
    actor: Person,
    room: Room,
    body: str,
    client_uuid: UUID,
    reply_to: int | None = None,
    file_count: int = 0,
    add_to: "Callable[[Message], object] | None" = None,
) -> tuple[Message, bool]:
    """Say something in the room. After the commit the room's open pages are handed the message itself; whom it names
    or answers is told, and who asked to be told of everything here.

    The message takes the room's next number under its row lock, so that the log has no holes and one order. The same
    `client_uuid` again returns the stored message and False: nothing is stored, recorded or pushed twice. `reply_to`
    is the number of the message that it answers; one that is gone meanwhile is answered by nothing. `add_to` hangs its
    `file_count` files on it, in the same transaction. Raises Refused where the actor may not write here, BadWords for
    no or too many words, TooFast beyond `PACE`, and UuidTaken for a UUID that stands in another room.

    What others say in the room at the same moment may be stored by the same transaction (community.chat.turns); what
    is wrong with one of them keeps none of the others out. Inside a caller's transaction it is stored by that alone.
    """
    body = clean_words(body, may_be_empty=file_count > 0)
    said = _Said(actor, body, client_uuid, reply_to, file_count, add_to)
    if connection.in_atomic_block:
        _settle(room, [said])
    else:
        _turns.bring(room.pk, said, lambda many: _settle(room, many))
    if said.fault is not None:
        raise said.fault
    assert said.answer is not None
    return said.answer


def _settle(room: Room, many: Sequence[_Said]) -> None:
    """Store them, and say of each what came of it. What fails together is tried one by one, unless it is the database
    that fails: then it would fail them all, one after the other."""
    try:
        outcomes = _store(room, many)
    except (OperationalError, InterfaceError) as fault:
        for said in many:
            said.fault = fault
        return
    except Exception as fault:
        if len(many) > 1:
            for said in many:
                _settle(room, [said])
        elif isinstance(fault, IntegrityError):
            # The same UUID went to two rooms at once, and the other room was first.
            with translation.override(many[0].language):
                many[0].fault = UuidTaken(_("That message stands in another room already."))
        else:
            many[0].fault = fault
        return
    for said, outcome in zip(many, outcomes, strict=True):
        if isinstance(outcome, Refused):
            said.fault = outcome
        else:
            said.answer = outcome


@transaction.atomic
def _store(room: Room, many: Sequence[_Said]) -> "list[tuple[Message, bool] | Refused]":
    room = _locked_room(room)
    # Read again behind the lock: a membership that has just ended says nothing more.
    read_memberships([said.actor for said in many])
    now = clock.now()
    lately = _lately(many, now - timedelta(minutes=1))
    outcomes: list[tuple[Message, bool] | Refused] = []
    new: list[tuple[_Said, Message]] = []
    for said in many:
        with translation.override(said.language):
            try:
                message = _accepted(room, said, now, lately[said.actor.pk], new)
            except Refused as refusal:
                outcomes.append(refusal)
                continue
        # What was stored before has a key already, and what came twice together is not new the second time.
        is_new = message.pk is None and all(message is not other for _said, other in new)
        if is_new:
            new.append((said, message))
        outcomes.append((message, is_new))
    if new:
        _keep(room, new)
    return outcomes


def _accepted(room: Room, said: _Said, now: datetime, lately: list[UUID], new: list[tuple[_Said, Message]]) -> Message:
    """The message that stands already, or one to be stored. Raises Refused."""
    actor = said.actor
    require(can_send(actor, room), why_not(actor, _("You cannot write here.")))
    for other, message in new:
        if (other.actor.pk, other.client_uuid) == (actor.pk, said.client_uuid):
            return message
    if said.client_uuid in lately and (stored := _stored(actor, said.client_uuid)):
        if stored.room_id != room.pk:
            raise UuidTaken(_("That message stands in another room already."))
        stored.room = room
        return stored
    if len(lately) >= PACE:
        raise TooFast(_("That was many messages at once. Wait a minute, then you can write again."))
    lately.append(said.client_uuid)
    answered = None
    if said.reply_to is not None:
        answered = room.messages.standing().select_related("author").filter(seq=said.reply_to).first()
    room.last_seq += 1
    room.last_number += 1
    return Message(
        room=room,
        seq=room.last_seq,
        number=room.last_number,
        author=actor,
        client_uuid=said.client_uuid,
        body=said.body,
        reply_to=answered,
        file_count=said.file_count,
        sent_at=now,
    )


def _keep(room: Room, new: list[tuple[_Said, Message]]) -> None:
    """Write the new messages down, with all that follows from them."""
    room.save(update_fields=["last_seq", "last_number"])
    Message.objects.bulk_create(message for _said, message in new)
    hears_all = hears_all_of(room)
    before = None
    facts: list[MessageNamed | MessageSent] = []
    for said, message in new:
        if said.add_to:
            said.add_to(message)
            message.refresh_from_db(fields=["attachments", "file_count"])
        # Whoever had read everything has also read what they say themselves; nobody has read what comes only now.
        if before in (None, message.author_id):
            ReadPointer.objects.filter(room=room, person=said.actor, last_read_seq=message.seq - 1).update(
                last_read_seq=message.seq, last_read_number=message.number
            )
        before = message.author_id
        if named := named_in(message):
            facts.append(MessageNamed(actor=said.actor, message=message, people=named))
        facts.append(MessageSent(actor=said.actor, message=message, hears_all=hears_all))
    record_all(facts)
    push(room, lambda: [own_entry(message, said.actor) for said, message in new])


def _stored(actor: Person, client_uuid: UUID) -> Message | None:
    own = Message.objects.filter(author=actor, client_uuid=client_uuid)
    return own.select_related("author", "reply_to__author").first()


def _lately(many: Sequence[_Said], since: datetime) -> dict[int, list[UUID]]:
    """By author: the UUIDs of their messages since then, and those of these that stand already."""
    found: dict[int, list[UUID]] = {said.actor.pk: [] for said in many}
    values: dict[str, int | UUID] = {f"author_{number}": pk for number, pk in enumerate(found)}
    values |= {f"uuid_{number}": said.client_uuid for number, said in enumerate(many)}
    for author, client_uuid in ask_for_rows(_said_lately, since=since, **values):
        found[author].append(client_uuid)
    return found


def _said_lately(since: datetime, **values: int | UUID) -> "QuerySet[Message, tuple[int, UUID]]":
    authors = [value for value in values.values() if isinstance(value, int)]
    uuids = [value for value in values.values() if isinstance(value, UUID)]
    own = Message.objects.filter(Q(client_uuid__in=uuids) | Q(sent_at__gt=since), author__in=authors)
    return own.order_by().values_list("author_id", "client_uuid")


def _room_to_write_in(room: int) -> "QuerySet[Room]":
    return Room.objects.filter(pk=room).select_for_update(of=("self",), no_key=True)


def _locked_room(known: Room) -> Room:
    """The room as it stands, its row held. Whose it is never changes, so that is taken over from what is known."""
    for room in ask(_room_to_write_in, room=known.pk):
        for name in ("space", "network"):
            if Room._meta.get_field(name).is_cached(known):  # type: ignore[union-attr]
                setattr(room, name, getattr(known, name))
        return room
    raise Room.DoesNotExist


def push(room: Room, made: Callable[[], list[dict[str, Any]]]) -> None:
    """After the commit the room's open pages are handed the entries that `made` makes."""

    def handed_over() -> None:
        # One text for all readers, so it speaks the site's language.
        with translation.override(settings.LANGUAGE_CODE):
            live.push(room.live_key, made())

    transaction.on_commit(handed_over)


def push_change(change: RoomChange) -> None:
    """After the commit the room's open pages are handed what became of a message."""
    push(change.room, lambda: entries([change], change.room.network_id))
