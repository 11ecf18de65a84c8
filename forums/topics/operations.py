"""Telling and answering."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import require
from forums.boards.models import Board
from forums.boards.policy import can_post_topic
from forums.topics.activity import ReplyPosted, TopicPosted
from forums.topics.models import Reply, ReplyKind, Topic
from forums.topics.policy import can_reply

if TYPE_CHECKING:
    from collections.abc import Callable


@transaction.atomic
def post_topic(
    *, actor: Person, board: Board, kind: str, title: str, body: str = "", client_uuid: UUID | None = None
) -> Topic:
    """Put a topic on the board. Open pages of the board show it; nobody is notified.

    The same `client_uuid` again, from a double tap or a retry, returns the topic that stands and records nothing.
    Raises Refused where the actor does not see the board.
    """
    require(can_post_topic(actor, board), _("You cannot write here."))
    # The board's row is the queue: two taps at once meet here, and the second finds the first one's topic.
    Board.objects.select_for_update().get(pk=board.pk)
    if client_uuid and (posted := Topic.objects.filter(author=actor, client_uuid=client_uuid).first()):
        return posted
    now = clock.now()
    topic = Topic.objects.create(
        board=board,
        author=actor,
        kind=kind,
        title=title,
        body=body,
        client_uuid=client_uuid,
        created_at=now,
        last_activity_at=now,
        last_author=actor,
    )
    record(TopicPosted(actor=actor, topic=topic))
    return topic


@transaction.atomic
def post_reply(
    *,
    actor: Person,
    topic: Topic,
    body: str = "",
    kind: str = ReplyKind.ANSWER,
    client_uuid: UUID | None = None,
    add_words: "Callable[[Reply], object] | None" = None,
) -> Reply:
    """Answer a topic. The teller and those who answered before are notified; open pages show it.

    `add_words` writes the words of a kind that keeps them elsewhere, in the same transaction. The same `client_uuid`
    again returns the reply that stands. Raises Refused where the actor does not see the topic.
    """
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board__space__group").get(pk=topic.pk)
    require(can_reply(actor, topic), _("You cannot answer here."))
    if client_uuid and (posted := Reply.objects.filter(author=actor, client_uuid=client_uuid).first()):
        return posted
    now = clock.now()
    topic.reply_count += 1
    topic.last_activity_at = now
    topic.last_author = actor
    topic.save(update_fields=["reply_count", "last_activity_at", "last_author"])
    reply = Reply.objects.create(
        topic=topic,
        author=actor,
        kind=kind,
        body=body,
        position=topic.reply_count,
        client_uuid=client_uuid,
        created_at=now,
    )
    if add_words:
        add_words(reply)
    record(ReplyPosted(actor=actor, reply=reply))
    return reply
