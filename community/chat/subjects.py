"""What may hang on a message: files, words of reaction, and what somebody says about it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from community.chat.activity import url_of
from community.chat.log import quoted
from community.chat.models import Message, MessageQuerySet
from community.chat.operations import hide_message, keep_beside
from community.people.models import Person
from community.roles import SPACES_OF_ADULTS
from community.subjects import Care, Nearby, SubjectKind

#: Messages before and after.
BEFORE, AFTER = 3, 2


def _around(message: Message) -> list[Nearby]:
    """What was said right before and after it. Of a private talk nothing: whoever says something about a message in it
    shows that message."""
    room = message.room
    if room.is_talk:
        return []
    others = room.messages.standing().select_related("author").order_by("seq")
    before = list(others.filter(seq__lt=message.seq).order_by("-seq")[:BEFORE])
    after = list(others.filter(seq__gt=message.seq)[:AFTER])
    return [Nearby(one.author.display_name, quoted(one), one.sent_at) for one in (*reversed(before), *after)]


def _by(person: Person, network_id: int, since: datetime) -> MessageQuerySet:
    rooms = Message.objects.filter(room__network=network_id, room__space__isnull=False)
    return rooms.filter(author=person, sent_at__gte=since, deleted_at=None)


MESSAGE = SubjectKind(
    name="message",
    model=Message,
    visible_to=lambda person: Message.objects.readable_by(person),
    author=lambda message: message.author,
    space=lambda message: message.room.space,
    url=url_of,
    words=lambda message: message.words,
    # The log says what became of a message; no page fetches itself again for it.
    select_related=("author", "room__space__group", "room__space__network"),
    keep=keep_beside,
    takes_reactions=lambda message: message.room.space_id is not None and not message.is_gone,
    care=Care(
        noun=_("a message in the chat"),
        network=lambda message, reporter: message.room.network_id,
        passages=lambda message: [("", message.body)],
        among_two=lambda message: message.room.is_talk,
        around=_around,
        hide=hide_message,
        is_hidden=lambda message: message.hidden_at is not None,
        hides_names=lambda message: message.room.space is not None and message.room.space.kind in SPACES_OF_ADULTS,
        changed_at=lambda message: message.edited_at,
        by=_by,
    ),
)
