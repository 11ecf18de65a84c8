"""What somebody said in rooms and private talks, how far they read there, and what they chose.

The copy holds one's own words and where they were said; what others said is theirs, also where it answers. Leaving by
erasing takes every word back for good. Letting the words stay keeps what was said in rooms, without name, photos and
voice, for as long as the room keeps anything; a private talk goes with whoever began it, both sides of it: it was never
anybody else's to read, and what a consultant answers is about the youth.
"""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.attachments.own_data import own_files
from community.chat.models import Message, Muted, ReadPointer, Room, RoomChoice, RoomHours
from community.chat.operations import erase_message, replace_words
from community.holders import BOTH, ONLY_ERASING, Entry, Fate, Holder, Way
from community.ledger import Line, moment
from community.people.models import Person
from community.people.own_data import former_member
from community.spaces.naming import called_as, names_of


def _where(room: Room, person: Person) -> str:
    if not room.is_talk:
        return room.name_for(person)
    other = room.other(person)
    seen = Person.objects.visible_to(person).filter(pk=other.pk).exists()
    return _("A private talk with %(name)s") % {"name": other.display_name} if seen else _("A private talk")


def _said(person: Person) -> QuerySet[Message]:
    return Message.objects.filter(author=person, erased_at=None)


def _entries(person: Person) -> Iterable[Entry]:
    rooms: dict[int, str] = {}
    said = list(_said(person).select_related("room__space__group", "room__space__network").order_by("sent_at", "pk"))
    files = own_files(person, "message", [message.pk for message in said if message.file_count])
    for message in said:
        where = rooms.setdefault(message.room_id, _where(message.room, person))
        yield Entry(
            title=where,
            at=message.sent_at,
            words=message.body,
            facts=((_("Taken back"), _("Yes")),) if message.deleted_at else (),
            files=files.get(message.pk, ()),
            data={
                "room": message.room_id,
                "number": message.seq,
                "edited_at": message.edited_at,
                "taken_back_at": message.deleted_at,
            },
        )
    for pointer in ReadPointer.objects.filter(person=person).select_related("room__space__group").order_by("pk"):
        yield Entry(
            title=rooms.setdefault(pointer.room_id, _where(pointer.room, person)),
            words=_("How far you have read"),
            data={"room": pointer.room_id, "read_up_to": pointer.last_read_seq},
        )
    for choice in RoomChoice.objects.filter(person=person).select_related("room__space__group").order_by("pk"):
        yield Entry(
            title=rooms.setdefault(choice.room_id, _where(choice.room, person)),
            words=choice.get_tells_display(),
            data={"room": choice.room_id, "tells": choice.tells},
        )
    for hours in RoomHours.objects.filter(host=person).order_by("pk"):
        yield Entry(
            title=_("When you read along"),
            words=f"{hours.begins:%H:%M}–{hours.ends:%H:%M}",
            data={"room": hours.room_id, "weekday": hours.weekday},
        )
    for mute in Muted.objects.filter(person=person).order_by("at"):
        # Whom is in the page of the chat; here a name of somebody else would travel with the file.
        yield Entry(title=_("Somebody whose messages you fold away"), at=mute.at, data={"number": mute.whom_id})


def _fates(person: Person) -> Iterable[Fate]:
    talks = Room.objects.filter(space=None, begun_by=person)
    mine = _said(person)
    in_rooms = mine.exclude(room__in=talks)
    alone = in_rooms.filter(_goes_either_way())
    if count := in_rooms.count() - alone.count():
        words = ngettext("%(count)s message in the chat", "%(count)s messages in the chat", count) % {"count": count}
        yield Fate(count=count, words=words, goes=ONLY_ERASING)
    if count := alone.count():
        words = ngettext(
            "%(count)s message that is only a photo or voice, or that you took back",
            "%(count)s messages that are only photos or voice, or that you took back",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := talks.filter(messages__erased_at=None, messages__isnull=False).distinct().count():
        words = ngettext(
            "%(count)s private talk that you began, with all that was said in it by both",
            "%(count)s private talks that you began, with all that was said in them by both",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    chosen = sum(model._default_manager.filter(person=person).count() for model in (ReadPointer, RoomChoice, Muted))
    if chosen := chosen + RoomHours.objects.filter(host=person).count():
        yield Fate(count=chosen, words=_("How far you have read in the chat, and what you chose there"), goes=BOTH)


def _goes_either_way() -> Q:
    return Q(body="") | Q(deleted_at__isnull=False)


def _leave(person: Person, way: Way) -> None:
    in_own_talks = Message.objects.filter(room__space=None, room__begun_by=person)
    goes = _said(person) if way == Way.ERASE else _said(person).filter(_goes_either_way())
    wanted = {*goes.values_list("pk", flat=True), *in_own_talks.filter(erased_at=None).values_list("pk", flat=True)}
    for pk in sorted(wanted):
        erase_message(pk)
    with transaction.atomic():
        for model in (ReadPointer, RoomChoice):
            model._default_manager.filter(person=person).delete()
        Muted.objects.filter(Q(person=person) | Q(whom=person)).delete()
        RoomHours.objects.filter(host=person).delete()
    _forget_the_name(person)


def _forget_the_name(person: Person) -> None:
    """Where others called somebody by "@Name", it says "@former member" from now on."""
    if person.left_at is not None:
        return
    whole, first = names_of(person.display_name)
    rooms = Room.objects.filter(space__isnull=False, space__network__in=person.memberships.values("network"))
    for room in rooms.select_related("space"):
        readers = Person.objects.filter(pk__in=room.space.readers().values("pk")) if room.space else ()
        alone = not any(names_of(reader.display_name)[1] == first for reader in readers if reader.pk != person.pk)
        called = re.compile(called_as((whole, first) if alone else (whole,)), re.IGNORECASE)
        for message in room.messages.filter(body__icontains=f"@{first}").exclude(author=person):
            words = called.sub(f"@{former_member().lower()}", message.body)
            if words != message.body:
                replace_words(message.pk, words)


def replay_messages(lines: list[Line]) -> int:
    """Erase again what was taken back and stands in a restored database."""
    told = {line.number: line for line in lines}
    standing = Message.objects.filter(pk__in=list(told), erased_at=None)
    again = [message for message in standing if moment(message.sent_at) == told[message.pk].born]
    for message in again:
        erase_message(message.pk)
    return len(again)


CHAT = Holder(
    name="chat",
    title=gettext_lazy("What you said in the chat"),
    place=30,
    models=(
        "community.Message",
        "community.Room",
        "community.ReadPointer",
        "community.RoomChoice",
        "community.Muted",
        "community.RoomHours",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
