"""Saying something in a room, changing it, taking it back, and having read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock, live, plain_text
from community.activity.record import record
from community.attachments.operations import erase_attachments_of
from community.chat.activity import MessageNamed, MessageSent
from community.chat.log import entries
from community.chat.models import BODY_LIMIT, Became, Message, ReadPointer, Room, RoomChange
from community.chat.naming import named_in
from community.chat.policy import can_change_message, can_read, can_restore_message, can_send
from community.notifications.operations import mark_read_about
from community.people.models import Person
from community.permissions import Refused, require
from community.spaces.models import Space

#: Messages of one person in a minute, all rooms together.
PACE = 60
#: How long words that were taken back still lie in the database before a job erases them for good.
WORDS_KEPT_FOR = timedelta(hours=24)
#: Messages that one run of a job erases at a time.
ERASED_AT_ONCE = 500


class TooFast(Refused):
    """More than `PACE` messages in a minute."""


class UuidTaken(Refused):
    """The client UUID stands on a message in another room."""


class BadWords(Refused):
    """Nothing that could be stored: empty, or longer than the limit."""


def open_room(space: Space) -> Room:
    """Give the space its chat room; a space has exactly one."""
    return Room.objects.get_or_create(space=space, defaults={"network_id": space.network_id})[0]


def _clean(body: str, *, may_be_empty: bool) -> str:
    body = plain_text.clean(body).strip()
    if not body and not may_be_empty:
        raise BadWords(_("Write a line first. One is enough."))
    if len(body) > BODY_LIMIT:
        raise BadWords(_("That is longer than fits here. Can you say it in two?"))
    return body


# --- saying -------------------------------------------------------------------------------------------------------
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
    """
    body = _clean(body, may_be_empty=file_count > 0)
    try:
        return _store(actor, room, body, client_uuid, reply_to, file_count, add_to)
    except IntegrityError:
        # The same UUID went to two rooms at once, and the other room was first.
        raise UuidTaken(_("That message stands in another room already.")) from None


@transaction.atomic
def _store(
    actor: Person,
    room: Room,
    body: str,
    client_uuid: UUID,
    reply_to: int | None,
    file_count: int,
    add_to: "Callable[[Message], object] | None",
) -> tuple[Message, bool]:
    room = _locked_room(room.pk)
    # Read again behind the lock: a membership that has just ended says nothing more.
    actor.forget_memberships()
    require(can_send(actor, room), _("You cannot write here."))
    own = Message.objects.filter(author=actor, client_uuid=client_uuid).select_related("author", "reply_to__author")
    if stored := own.first():
        if stored.room_id != room.pk:
            raise UuidTaken(_("That message stands in another room already."))
        stored.room = room
        return stored, False
    now = clock.now()
    if Message.objects.filter(author=actor, sent_at__gt=now - timedelta(minutes=1)).count() >= PACE:
        raise TooFast(_("That was many messages at once. Wait a minute, then you can write again."))
    answered = None
    if reply_to is not None:
        answered = room.messages.standing().select_related("author").filter(seq=reply_to).first()
    room.last_seq += 1
    room.last_number += 1
    room.save(update_fields=["last_seq", "last_number"])
    message = Message.objects.create(
        room=room,
        seq=room.last_seq,
        number=room.last_number,
        author=actor,
        client_uuid=client_uuid,
        body=body,
        reply_to=answered,
        file_count=file_count,
        sent_at=now,
    )
    if add_to:
        add_to(message)
        message.refresh_from_db(fields=["attachments", "file_count"])
    # Whoever had read everything has also read what they say themselves.
    ReadPointer.objects.filter(room=room, person=actor, last_read_seq=message.seq - 1).update(
        last_read_seq=message.seq, last_read_number=message.number
    )
    if named := named_in(message):
        record(MessageNamed(actor=actor, message=message, people=named))
    record(MessageSent(actor=actor, message=message))
    _push(message)
    return message, True


def _locked_room(pk: int) -> Room:
    rooms = Room.objects.select_related("space__group", "space__network", "begun_by", "begun_with")
    return rooms.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _push(thing: Message | RoomChange) -> None:
    """After the commit the room's open pages are handed the entry."""

    def push() -> None:
        # One text for all readers, so it speaks the site's language.
        with translation.override(settings.LANGUAGE_CODE):
            live.push(thing.room.live_key, entries([thing], thing.room.network_id))

    transaction.on_commit(push)


# --- changing -----------------------------------------------------------------------------------------------------
def _locked(message: Message) -> Message:
    """The message as it stands, its row held. The room's row comes after it, in every deed on a message."""
    messages = Message.objects.select_related(
        "author", "reply_to__author", "room__space__group", "room__space__network", "room__begun_by", "room__begun_with"
    )
    return messages.select_for_update(of=("self",), no_key=True).get(pk=message.pk)


def _became(message: Message, kind: str) -> RoomChange:
    """Write in the log what became of the message; the room's open pages are handed it."""
    room = Room.objects.select_for_update(of=("self",), no_key=True).get(pk=message.room_id)
    room.last_seq += 1
    room.save(update_fields=["last_seq"])
    change = RoomChange.objects.create(room=room, seq=room.last_seq, message=message, kind=kind, at=clock.now())
    _push(change)
    return change


@transaction.atomic
def edit_message(*, actor: Person, message: Message, body: str) -> Message:
    """Say it in other words; open pages show them with a mark. The same words again change nothing, and who is named
    only now is not called. Raises Refused where it is not one's own, and BadWords."""
    message = _locked(message)
    require(can_change_message(actor, message), _("Only your own words are yours to change."))
    body = _clean(body, may_be_empty=message.file_count > 0)
    if body == message.body:
        return message
    message.body, message.edited_at = body, clock.now()
    message.save(update_fields=["body", "edited_at"])
    _became(message, Became.EDITED)
    return message


@transaction.atomic
def delete_message(*, actor: Person, message: Message) -> Message:
    """Take one's message back: it vanishes for everybody at once, and for good after a day. A line stays that says so.
    Twice is once. Raises Refused where it is not one's own."""
    message = _locked(message)
    if message.author_id == actor.pk and message.deleted_at is not None:
        return message
    require(can_change_message(actor, message), _("Only your own words are yours to take back."))
    message.deleted_at = clock.now()
    message.save(update_fields=["deleted_at"])
    _became(message, Became.DELETED)
    return message


@transaction.atomic
def restore_message(*, actor: Person, message: Message) -> Message:
    """Undo a deletion of one's own, soon after it. Again changes nothing. Raises Refused when it is too late."""
    message = _locked(message)
    if message.author_id == actor.pk and message.deleted_at is None:
        return message
    require(can_restore_message(actor, message), _("It is too late to bring that back."))
    message.deleted_at = None
    message.save(update_fields=["deleted_at"])
    _became(message, Became.RESTORED)
    return message


def keep_beside(pk: int, name: str, value: Any) -> None:
    """Keep what hangs on a message beside it (subjects: keep). Words of reaction are an entry of the log; files come
    with the message itself."""
    message = Message.objects.select_related("author", "reply_to__author", "room").get(pk=pk)
    counted = {"file_count": len(value)} if name == "attachments" else {}
    Message.objects.filter(pk=pk).update(**{name: value}, **counted)
    if name == "reactions":
        message.reactions = value
        _became(message, Became.REACTIONS)


def erase_deleted_words() -> int:
    """Erase for good what was taken back more than a day ago, files with it. Gives how many messages it was."""
    erased = 0
    long_ago = clock.now() - WORDS_KEPT_FOR
    due = Message.objects.filter(deleted_at__lt=long_ago, erased_at=None).order_by("pk")
    for pk in list(due.values_list("pk", flat=True)[:ERASED_AT_ONCE]):
        with transaction.atomic():
            message = Message.objects.select_for_update(no_key=True).get(pk=pk)
            if message.erased_at is None and message.deleted_at is not None:
                erase_attachments_of(message)
                Message.objects.filter(pk=pk).update(body="", reactions={}, erased_at=clock.now())
                erased += 1
    return erased


# --- having read --------------------------------------------------------------------------------------------------
@transaction.atomic
def read_room(*, actor: Person, room: Room, seq: int) -> ReadPointer:
    """Move the actor's read pointer forward to `seq`, never back and never beyond what is there; what they were told
    of these messages is read too. Nobody else learns of it.

    Raises Refused where the actor does not see the room.
    """
    require(can_read(actor, room), _("You cannot read here."))
    pointer, _made = ReadPointer.objects.get_or_create(room=room, person=actor)
    pointer = ReadPointer.objects.select_for_update().get(pk=pointer.pk)
    last_seq, last_number = Room.objects.values_list("last_seq", "last_number").get(pk=room.pk)
    seq = min(seq, last_seq)
    if seq > pointer.last_read_seq:
        before = pointer.last_read_seq
        following = room.messages.filter(seq__gt=seq).order_by("seq").values_list("number", flat=True).first()
        pointer.last_read_seq = seq
        pointer.last_read_number = last_number if following is None else following - 1
        pointer.save(update_fields=["last_read_seq", "last_read_number"])
        read = room.messages.filter(seq__gt=before, seq__lte=seq)
        mark_read_about(actor=actor, subject_type=Message._meta.label_lower, subjects=read)
    return pointer
