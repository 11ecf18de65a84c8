"""What happens in rooms. Open pages are handed the message itself; these facts are for those who are not there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from community.activity.record import Activity
from community.chat.models import Message, Muted, Room, RoomChoice, Tells
from community.keeping_away.policy import who_keep_away
from community.people.models import Person
from community.questions import ask, ask_for_rows


def url_of(message: Message) -> str:
    """Where the message stands: its room opens there."""
    return f"{reverse('chat_room', args=[message.room_id])}?at={message.seq}#m-{message.seq}"


def _deaf_to(room: int, author: int) -> Q:
    """Those who chose to hear nothing of the room, and those who muted the one who speaks or keep them away."""
    silent = RoomChoice.objects.filter(room=room, tells=Tells.NOTHING)
    mutes = Muted.objects.filter(whom=author)
    away = who_keep_away(author)
    return Q(pk__in=silent.values("person")) | Q(pk__in=mutes.values("person")) | away


def hears_all_of(room: Room) -> bool:
    """Whether anybody asked to hear everything of the room; in a private talk the other one always does."""
    return room.space_id is None or bool(ask_for_rows(_asked_for_all, room=room.pk))


def _asked_for_all(room: int) -> "QuerySet[RoomChoice, tuple[int]]":
    return RoomChoice.objects.filter(room=room, tells=Tells.ALL).order_by().values_list("person")[:1]


def _who_hear_all(room: int, author: int) -> "QuerySet[Person]":
    all_of_it = RoomChoice.objects.filter(room=room, tells=Tells.ALL)
    return Person.objects.filter(pk__in=all_of_it.values("person")).exclude(_deaf_to(room, author))


def _who_hear_of_two(room: int, author: int, one: int, other: int) -> "QuerySet[Person]":
    return Person.objects.filter(pk__in=[one, other]).exclude(_deaf_to(room, author))


@dataclass(frozen=True, kw_only=True)
class MessageNamed(Activity):
    """Somebody was named or answered in a room; who asked for quiet there is not called."""

    kind: ClassVar[str] = "message_named"
    message: Message
    people: tuple[int, ...] = ()

    @property
    def subject(self) -> Message:
        return self.message

    def recipients(self) -> "QuerySet[Person]":
        return Person.objects.filter(pk__in=self.people).exclude(_deaf_to(self.message.room_id, self.message.author_id))

    def sentence(self) -> str:
        return gettext("%(name)s writes to you in the chat of %(room)s.") % {
            "name": self.message.author.display_name,
            "room": self.message.room.space,
        }

    def url(self) -> str:
        return url_of(self.message)


@dataclass(frozen=True, kw_only=True)
class MessageSent(Activity):
    """Somebody said something: in a private talk the other is told, in a room those who asked to hear everything."""

    kind: ClassVar[str] = "message_sent"
    message: Message
    #: False where it is known that nobody asked to hear everything here.
    hears_all: bool = True

    @property
    def subject(self) -> Message:
        return self.message

    def recipients(self) -> "Iterable[Person]":
        room, author = self.message.room, self.message.author_id
        if not self.hears_all:
            return ()
        if room.space_id is not None:
            return ask(_who_hear_all, room=room.pk, author=author)
        return ask(_who_hear_of_two, room=room.pk, author=author, one=room.begun_by_id, other=room.begun_with_id)

    def sentence(self) -> str:
        author, space = self.message.author.display_name, self.message.room.space
        if space is None:
            return gettext("%(name)s writes to you.") % {"name": author}
        return gettext("%(name)s writes in the chat of %(room)s.") % {"name": author, "room": space}

    def together(self, others: int) -> str:
        space = self.message.room.space
        if space is None:
            return gettext("%(name)s writes to you, several times.") % {"name": self.message.author.display_name}
        count = others + 1
        sentence = ngettext(
            "%(count)s new message in the chat of %(room)s.", "%(count)s new messages in the chat of %(room)s.", count
        )
        return sentence % {"count": count, "room": space}

    def url(self) -> str:
        return url_of(self.message)


@dataclass(frozen=True, kw_only=True)
class TalkBegun(Activity):
    """A youth opened a private talk. Nobody is told before something is said in it."""

    kind: ClassVar[str] = "talk_begun"
    room: Room

    @property
    def subject(self) -> Room:
        return self.room
