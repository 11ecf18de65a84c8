"""What a page of a room shows: messages in the order they were said, with the lines between them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from community import clock
from community.chat.log import quoted
from community.chat.models import Message, Muted, ReadPointer, Room
from community.chat.policy import can_restore_message
from community.keeping_away.models import KeptAway
from community.membership.bylines import bylines
from community.people.models import Person
from community.reactions.models import ReactionWord
from community.reactions.row import MANY

#: Messages on a page of a room.
MESSAGES_A_PAGE = 50
#: After a pause this long the name is said again.
PAUSE = timedelta(minutes=15)


def words_of(room: Room) -> dict[str, str]:
    """The words that may stand under a message of this room, by their number; also those that are offered no more."""
    if room.space_id is None:
        return {}
    return {str(pk): text for pk, text in ReactionWord.objects.filter(space=room.space_id).values_list("pk", "text")}


def chips(reactions: dict[str, int], words: dict[str, str]) -> list[tuple[str, int | None]]:
    """The words that were given, and how often; None for many. Never by whom."""
    return [(text, None if reactions[pk] >= MANY else reactions[pk]) for pk, text in words.items() if reactions.get(pk)]


def muted_by(person: Person) -> list[int]:
    """Whose messages lie folded for the person: whom they folded away, and whom they keep away. One query."""
    folded = Muted.objects.filter(person=person).values_list("whom")
    return [pk for (pk,) in folded.union(KeptAway.objects.filter(person=person).values_list("whom"))]


def drawn(
    person: Person, room: Room, messages: list[Message], words: dict[str, str], muted: list[int]
) -> list[Message]:
    """The messages with what a template needs beside each: byline, quote, chips, whose it is. One query."""
    names = bylines(room.network_id, {message.author_id for message in messages})
    for message in messages:
        message.byline = names[message.author_id]  # type: ignore[attr-defined]
        message.mine = message.author_id == person.pk  # type: ignore[attr-defined]
        message.muted = message.author_id in muted  # type: ignore[attr-defined]
        message.quote = _quote(message.reply_to, muted) if message.reply_to else ""  # type: ignore[attr-defined]
        message.chips = chips(message.reactions, words)  # type: ignore[attr-defined]
        message.restorable = can_restore_message(person, message)  # type: ignore[attr-defined]
    return messages


def _quote(answered: Message, muted: list[int]) -> str:
    """What stands above an answer; nothing of those whose messages lie folded."""
    return gettext("A message from somebody you have folded away") if answered.author_id in muted else quoted(answered)


def _with_lines(messages: list[Message], pointer: ReadPointer | None) -> bool:
    """Say where a day begins, where the new begins, and where the name stands; whether there is a line of the new."""
    previous: Message | None = None
    new_line = False
    for message in messages:
        day = timezone.localdate(message.sent_at)
        message.new_day = day if not previous or day != timezone.localdate(previous.sent_at) else None  # type: ignore[attr-defined]
        is_new = pointer is not None and message.number > pointer.last_read_number and not message.mine  # type: ignore[attr-defined]
        message.first_new = not new_line and is_new  # type: ignore[attr-defined]
        new_line = new_line or is_new
        message.named = bool(  # type: ignore[attr-defined]
            previous is None
            or message.new_day  # type: ignore[attr-defined]
            or message.first_new  # type: ignore[attr-defined]
            or previous.author_id != message.author_id
            or message.sent_at - previous.sent_at >= PAUSE
        )
        previous = message
    return new_line


def page_of(
    person: Person,
    room: Room,
    words: dict[str, str],
    muted: list[int],
    *,
    before: int | None = None,
    at: int | None = None,
) -> dict[str, Any]:
    """The newest messages, those before a number, or those around one."""
    found = room.messages.select_related("author", "reply_to__author")
    if at is not None:
        # Half of the page stands above; where that reaches the end, it is the page of the newest.
        after = list(
            found.filter(seq__gte=at).order_by("seq").values_list("seq", flat=True)[: MESSAGES_A_PAGE // 2 + 1]
        )
        if len(after) > MESSAGES_A_PAGE // 2:
            before = after[-1]
    shown = list((found if before is None else found.filter(seq__lt=before)).order_by("-seq")[: MESSAGES_A_PAGE + 1])
    older, shown = len(shown) > MESSAGES_A_PAGE, shown[:MESSAGES_A_PAGE]
    shown.reverse()
    pointer = ReadPointer.objects.filter(room=room, person=person).first()
    drawn(person, room, shown, words, muted)
    new_line = _with_lines(shown, pointer)
    unread = room.last_number - pointer.last_read_number if pointer else 0
    first_unread = None
    if unread and before is None and shown and shown[0].number > pointer.last_read_number + 1:  # type: ignore[union-attr]
        first_unread = found.filter(seq__gt=pointer.last_read_seq).order_by("seq").values_list("seq", flat=True).first()  # type: ignore[union-attr]
    return {
        "shown": shown,
        "older": shown[0].seq if older else None,
        # What the page has come to: every entry of the log up to here is in it already.
        "last_shown": room.last_seq if before is None else (shown[-1].seq if shown else 0),
        "newest": before is None,
        "new_line": new_line,
        "first_unread": first_unread,
        "unread": unread,
        "today": timezone.localdate(clock.now()),
    }
