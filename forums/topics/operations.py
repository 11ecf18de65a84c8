"""Telling and answering."""

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.membership.bylines import standing
from community.people.models import Person
from community.permissions import require, why_not
from community.questions import ask
from forums.boards.models import Board
from forums.boards.policy import can_post_topic
from forums.topics import markup
from forums.topics.activity import ReplyPosted, TopicPosted
from forums.topics.models import Meant, Post, PostKind, Reach, Topic, Wish
from forums.topics.policy import can_reply, kinds_open_to

if TYPE_CHECKING:
    from collections.abc import Callable


#: Called with each new post, in its transaction: reading and search register here.
after_posting: "list[Callable[[Post], object]]" = []


def _posted(post: Post) -> None:
    for follow_up in after_posting:
        follow_up(post)


@transaction.atomic
def post_topic(
    *,
    actor: Person,
    board: Board,
    kind: str,
    title: str,
    body: str = "",
    wish: str = Wish.ADVICE,
    reach: str = Reach.SPACE,
    story_kind: PostKind = PostKind.STORY,
    file_count: int = 0,
    client_uuid: UUID | None = None,
    meant: Meant | None = None,
    activity: type[TopicPosted] = TopicPosted,
    add_to: "Callable[[Post], object] | None" = None,
) -> Topic:
    """Put a topic with its story on the board. Open pages of the board show it; whom it names is notified.

    `reach` says whether others than the space's readers may read it; `story_kind` and `activity` are those of a kind
    of topic with a room of its own. `add_to` hangs on the story what came with it, in the same transaction. The same
    `client_uuid` again, from a double tap or a retry, returns the topic that stands and records nothing. Raises
    Refused where the actor does not see the board, and is no guest there who shares it beyond.
    """
    allowed = can_post_topic(actor, board, beyond=reach != Reach.SPACE)
    require(allowed, why_not(actor, _("You cannot write here.")))
    # The board's row is the queue: two taps at once meet here, and the second finds the first one's topic.
    board = Board.objects.select_for_update(of=("self",)).select_related("space").get(pk=board.pk)
    if client_uuid and (posted := Topic.objects.filter(author=actor, client_uuid=client_uuid).first()):
        return posted
    now = clock.now()
    role, title_held = standing(actor, board.space.network_id)
    topic = Topic.objects.create(
        board=board,
        author=actor,
        author_role=role,
        kind=kind,
        wish=wish,
        title=title,
        reach=reach,
        client_uuid=client_uuid,
        created_at=now,
        last_activity_at=now,
        last_author=actor,
    )
    story = Post.objects.create(
        topic=topic,
        author=actor,
        author_role=role,
        author_title=title_held,
        kind=story_kind,
        body=body,
        html=markup.render(body),
        position=0,
        file_count=file_count,
        created_at=now,
    )
    story.meant = meant or {}
    if add_to:
        add_to(story)
        story.refresh_from_db(fields=["attachments", "file_count", "changed_at"])
    _posted(story)
    record(activity(actor=actor, post=story))
    return topic


@transaction.atomic
def post_reply(
    *,
    actor: Person,
    topic: Topic,
    kind: str,
    body: str = "",
    answers_to: Post | None = None,
    file_count: int = 0,
    client_uuid: UUID | None = None,
    meant: Meant | None = None,
    activity: type[ReplyPosted] = ReplyPosted,
    add_to: "Callable[[Post], object] | None" = None,
) -> Post:
    """Answer a topic, or with `answers_to` one post of it. Open pages show it; `activity` says who is notified: as a
    rule the teller and those who answered before, and first of all whom it names. `meant` says whom by a name that
    several bear.

    `add_to` adds the words of a kind that keeps them elsewhere, and what came with the post, in the same transaction.
    The same `client_uuid` again returns the reply that stands. Raises Refused where the actor does not see the topic,
    and where the teller did not ask for this kind of answer.
    """
    topic = _locked_topic(topic.pk)
    space = topic.board.space
    require(can_reply(actor, topic), why_not(actor, _("You cannot answer here.")))
    if client_uuid and (posted := ask(_posted_before, author=actor.pk, client_uuid=client_uuid)):
        return cast(Post, posted[0])
    require(kind in kinds_open_to(actor, topic, space), _("This kind of answer was not asked for here."))
    if answers_to is not None:
        require(topic.posts.filter(pk=answers_to.pk, removed_at=None).exists(), _("What you answer is gone."))
    now = clock.now()
    role, title_held = standing(actor, space.network_id)
    topic.reply_count += 1
    topic.last_position += 1
    topic.last_activity_at = now
    topic.last_author = actor
    topic.save(update_fields=["reply_count", "last_position", "last_activity_at", "last_author"])
    post = Post.objects.create(
        topic=topic,
        author=actor,
        author_role=role,
        author_title=title_held,
        kind=kind,
        body=body,
        html=markup.render(body),
        position=topic.last_position,
        answers_to=answers_to,
        file_count=file_count,
        client_uuid=client_uuid,
        created_at=now,
    )
    post.meant = meant or {}
    if add_to:
        add_to(post)
        post.refresh_from_db(fields=["attachments", "file_count", "changed_at"])
    _posted(post)
    record(activity(actor=actor, post=post))
    return post


def _locked_topic(pk: int) -> Topic:
    for topic in ask(_topic_to_answer, topic=pk):
        return cast(Topic, topic)
    raise Topic.DoesNotExist


def _topic_to_answer(topic: int) -> "QuerySet[Topic]":
    return Topic.objects.filter(pk=topic).select_for_update(of=("self",)).select_related("board__space__group")


def _posted_before(author: int, client_uuid: UUID) -> "QuerySet[Post]":
    return Post.objects.filter(author=author, client_uuid=client_uuid)
