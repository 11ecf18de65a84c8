"""Saying something in a room, and having read."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock, live, plain_text
from community.activity.record import record
from community.chat.activity import MessageSent
from community.chat.log import entries
from community.chat.models import BODY_LIMIT, Message, ReadPointer, Room
from community.chat.policy import can_send
from community.people.models import Person
from community.permissions import Refused, require
from community.spaces.models import Space

#: Messages of one person in a minute, all rooms together.
PACE = 60


class TooFast(Refused):
    """More than `PACE` messages in a minute."""


class UuidTaken(Refused):
    """The client UUID stands on a message in another room."""


class BadWords(Refused):
    """Nothing that could be stored: empty, or longer than the limit."""


def open_room(space: Space) -> Room:
    """Give the space its chat room; a space has exactly one."""
    return Room.objects.get_or_create(space=space)[0]


def send_message(*, actor: Person, room: Room, body: str, client_uuid: UUID) -> tuple[Message, bool]:
    """Say something in the room. After the commit the room's open pages are handed the message itself.

    The message takes the room's next number under its row lock, so that the log has no holes and one order. The same
    `client_uuid` again returns the stored message and False: nothing is stored, recorded or pushed twice. Raises
    Refused where the actor does not see the room, BadWords for no or too many words, TooFast beyond `PACE`,
    and UuidTaken for a UUID that stands in another room.
    """
    body = plain_text.clean(body).strip()
    if not body:
        raise BadWords(_("Write a line first. One is enough."))
    if len(body) > BODY_LIMIT:
        raise BadWords(_("That is longer than fits here. Can you say it in two?"))
    try:
        return _store(actor, room, body, client_uuid)
    except IntegrityError:
        # The same UUID went to two rooms at once, and the other room was first.
        raise UuidTaken(_("That message stands in another room already.")) from None


@transaction.atomic
def _store(actor: Person, room: Room, body: str, client_uuid: UUID) -> tuple[Message, bool]:
    room = Room.objects.select_for_update(of=("self",)).select_related("space").get(pk=room.pk)
    # Read again behind the lock: a membership that has just ended says nothing more.
    actor.forget_memberships()
    require(can_send(actor, room), _("You cannot write here."))
    if stored := Message.objects.filter(author=actor, client_uuid=client_uuid).select_related("author").first():
        if stored.room_id != room.pk:
            raise UuidTaken(_("That message stands in another room already."))
        return stored, False
    now = clock.now()
    if Message.objects.filter(author=actor, sent_at__gt=now - timedelta(minutes=1)).count() >= PACE:
        raise TooFast(_("That was many messages at once. Wait a minute, then you can write again."))
    room.last_seq += 1
    room.save(update_fields=["last_seq"])
    message = Message.objects.create(
        room=room, seq=room.last_seq, author=actor, client_uuid=client_uuid, body=body, sent_at=now
    )
    # Whoever had read everything has also read what they say themselves.
    ReadPointer.objects.filter(room=room, person=actor, last_read_seq=message.seq - 1).update(last_read_seq=message.seq)
    record(MessageSent(actor=actor, message=message))
    transaction.on_commit(lambda: _push(message))
    return message, True


def _push(message: Message) -> None:
    # One text for all readers, so it speaks the site's language.
    with translation.override(settings.LANGUAGE_CODE):
        live.push(message.room.live_key, entries([message], message.room.space.network_id))


@transaction.atomic
def read_room(*, actor: Person, room: Room, seq: int) -> ReadPointer:
    """Move the actor's read pointer forward to `seq`, never back and never beyond what is there. Nobody is told.

    Raises Refused where the actor does not see the room.
    """
    require(can_send(actor, room), _("You cannot read here."))
    pointer, _made = ReadPointer.objects.get_or_create(room=room, person=actor)
    pointer = ReadPointer.objects.select_for_update().get(pk=pointer.pk)
    seq = min(seq, Room.objects.values_list("last_seq", flat=True).get(pk=room.pk))
    if seq > pointer.last_read_seq:
        pointer.last_read_seq = seq
        pointer.save(update_fields=["last_read_seq"])
    return pointer
