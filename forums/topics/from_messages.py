"""Telling in the forum what was said in the chat: one's own words at once, another's after its author's yes."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from community.asks.models import Ask
from community.asks.operations import ask_author
from community.asks.purposes import Purpose
from community.chat.activity import url_of
from community.chat.log import quoted
from community.chat.models import Message, MessageQuerySet
from community.people.models import Person
from community.permissions import require
from forums.boards.models import Board
from forums.boards.policy import can_post_topic
from forums.topics.forms import TITLE_FROM_BODY
from forums.topics.models import Topic, TopicKind
from forums.topics.operations import post_topic

NAME = "make_topic_from_message"


def in_a_space(person: Person) -> MessageQuerySet:
    """What was said in rooms of spaces: words of a private talk are never asked for."""
    said = Message.objects.visible_to(person).standing().exclude(body="").filter(room__space__isnull=False)
    return said.select_related("author", "room__space__group", "room__space__network")


def board_for(message: Message) -> Board | None:
    """The board of the room's own space: a topic is read by those who read the message."""
    return Board.objects.filter(space=message.room.space_id).first() if message.room.space_id else None


def may_become_topic(person: Person, message: Message) -> bool:
    """Whoever reads a message that has words, and may write on the board beside the room."""
    board = board_for(message)
    return bool(message.words) and board is not None and can_post_topic(person, board)


@transaction.atomic
def make_topic_from_message(*, actor: Person, message: Message) -> Topic | Ask:
    """Put what one said on the board, or ask the author of another's words, who is told.

    Returns the topic, or the question that now waits. The topic is the author's own, on the board of the room's space.
    The same message again gives the topic that stands. Raises Refused where the actor may not write on the board, and
    after the author said no.
    """
    board = board_for(message)
    allowed = in_a_space(actor).filter(pk=message.pk).exists() and may_become_topic(actor, message)
    require(allowed, _("You cannot write here."))
    assert board is not None
    if message.author_id == actor.pk:
        return _tell(message, board)
    return ask_author(actor=actor, purpose=PURPOSE, subject=message, place_id=board.pk)


def _tell(message: Message, board: Board) -> Topic:
    words = message.words
    title = next((line for line in words.splitlines() if line.strip()), words).strip()
    short = len(title) <= TITLE_FROM_BODY
    title = title if short else title[: TITLE_FROM_BODY - 1].rstrip() + "…"
    # The message's own UUID: it becomes a topic once.
    return post_topic(
        actor=message.author,
        board=board,
        kind=TopicKind.QUESTION if "?" in words else TopicKind.EXPERIENCE,
        title=title,
        body="" if short and words.strip() == title else words,
        client_uuid=message.client_uuid,
    )


def _on_yes(ask: Ask, message: Message) -> None:
    _tell(message, Board.objects.get(pk=ask.place_id))


def _may_ask(person: Person, message: Message, board_id: int) -> bool:
    board = board_for(message)
    return board is not None and board.pk == board_id and may_become_topic(person, message)


def _url(ask: Ask) -> str:
    message = Message.objects.filter(pk=ask.subject_id).first()
    topic = message and Topic.objects.filter(author=ask.author, client_uuid=message.client_uuid).first()
    return reverse("topic", args=[topic.pk]) if topic else reverse("network")


def _who_sees(ask: Ask, message: Any) -> str:
    return message.room.space.who_sees()


PURPOSE = Purpose(
    name=NAME,
    model=Message,
    visible_to=in_a_space,
    author=lambda message: message.author,
    may_ask=_may_ask,
    question=lambda ask, message: (
        _("May what you said, “%(words)s”, be a topic in the forum, so that more can answer?")
        % {"words": quoted(message)}
    ),
    who_sees=_who_sees,
    on_yes=_on_yes,
    after_no=lambda ask, message: _("It stays in the chat this time. That is quite all right."),
    thing_url=url_of,
    url=_url,
)
