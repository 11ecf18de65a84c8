"""Changing what one said in a room, taking it back, and having read."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from community import clock, ledger
from community.attachments.operations import erase_attachments_of
from community.chat.models import BODY_LIMIT, Became, Message, ReadPointer, Room, RoomChange
from community.chat.policy import (
    can_change_message,
    can_read,
    can_restore_message,
    can_take_back_message,
)
from community.chat.saying import clean_words, push_change
from community.notifications.operations import mark_read_about
from community.people.models import Person
from community.permissions import require
from community.reactions.models import Reaction
from community.spaces.models import Space

#: How long words that were taken back still lie in the database before a job erases them for good.
WORDS_KEPT_FOR = timedelta(hours=24)
#: Messages that one run of a job erases at a time.
ERASED_AT_ONCE = 500


def open_room(space: Space) -> Room:
    """Give the space its chat room; a space has exactly one."""
    return Room.objects.get_or_create(space=space, defaults={"network_id": space.network_id})[0]


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
    push_change(change)
    return change


@transaction.atomic
def edit_message(*, actor: Person, message: Message, body: str) -> Message:
    """Say it in other words; open pages show them with a mark. The same words again change nothing, and who is named
    only now is not called. Raises Refused where it is not one's own, and BadWords."""
    message = _locked(message)
    require(can_change_message(actor, message), _("Only your own words are yours to change."))
    body = clean_words(body, may_be_empty=message.file_count > 0)
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
    require(can_take_back_message(actor, message), _("Only your own words are yours to take back."))
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


def hide_message(pk: int, hidden: bool) -> None:
    """Let a line stand in the message's place for everybody, or the message again (subjects: care). Called in the
    deed's transaction; the log says that it changed, and open pages follow."""
    message = _locked(Message(pk=pk))
    if (message.hidden_at is not None) == hidden:
        return
    message.hidden_at = clock.now() if hidden else None
    message.save(update_fields=["hidden_at"])
    _became(message, Became.EDITED)


def keep_beside(pk: int, name: str, value: Any) -> None:
    """Keep what hangs on a message beside it (subjects: keep). Words of reaction are an entry of the log; files come
    with the message itself."""
    message = Message.objects.select_related("author", "reply_to__author", "room").get(pk=pk)
    counted = {"file_count": len(value)} if name == "attachments" else {}
    Message.objects.filter(pk=pk).update(**{name: value}, **counted)
    if name == "reactions":
        message.reactions = value
        _became(message, Became.REACTIONS)


def to_erase() -> QuerySet[Message]:
    """What was taken back more than a day ago and still has its words."""
    return Message.objects.filter(deleted_at__lt=clock.now() - WORDS_KEPT_FOR, erased_at=None)


def erase_deleted_words() -> int:
    """Erase for good what was taken back more than a day ago, files with it. Gives how many messages it was."""
    erased = 0
    for pk in list(to_erase().order_by("pk").values_list("pk", flat=True)[:ERASED_AT_ONCE]):
        with transaction.atomic():
            message = Message.objects.select_for_update(no_key=True).get(pk=pk)
            if message.erased_at is None and message.deleted_at is not None:
                erase_attachments_of(message)
                Message.objects.filter(pk=pk).update(body="", reactions={}, erased_at=clock.now())
                ledger.note("message", pk, message.sent_at, clock.now())
                erased += 1
    return erased


@transaction.atomic
def erase_message(pk: int) -> None:
    """Take a message back and erase it for good at once, files and words of reaction with it: its author has left. A
    line stays that says so, and open pages show it. Twice is once."""
    message = Message.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if message is None or message.erased_at is not None:
        return
    stood, now = message.deleted_at is None, clock.now()
    Message.objects.filter(pk=pk).update(deleted_at=message.deleted_at or now)
    erase_attachments_of(message)
    Reaction.objects.filter(subject_type="message", subject_id=pk).delete()
    Message.objects.filter(pk=pk).update(body="", reactions={}, erased_at=now)
    if stood:
        _became(_locked(message), Became.DELETED)


@transaction.atomic
def replace_words(pk: int, words: str) -> None:
    """Let a message say this instead, without a mark: a name in it is that of somebody who has left."""
    message = _locked(Message(pk=pk))
    message.body = words[:BODY_LIMIT]
    message.save(update_fields=["body"])
    _became(message, Became.EDITED)


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
