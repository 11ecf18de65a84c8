"""Reading, following and saving: deeds of one person that concern nobody else, so nothing is recorded of them."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.notifications.operations import mark_read_about
from community.people.models import Person
from community.permissions import require
from community.questions import ask_for_rows
from forums.boards.models import Board
from forums.boards.policy import can_post_topic
from forums.reading.models import BoardReading, Following, SavedPost, TopicReading
from forums.topics.models import Post, Topic
from forums.topics.policy import can_read


@transaction.atomic
def mark_topic_read(*, actor: Person, topic: Topic, position: int) -> None:
    """Remember that everything up to the position was on the person's screen, and take the news about it as read.

    Only forward, and never beyond what stands. Somebody else's first reading counts once in `Topic.reader_count`.
    Raises Refused where the actor does not see the topic.
    """
    require(can_read(actor, topic), _("You cannot read here."))
    _read_up_to(actor, topic, min(position, topic.last_position))


def _read_up_to(person: Person, topic: Topic, position: int) -> None:
    rows, now = TopicReading.objects.filter(topic=topic, person=person), clock.now()
    # The three in this order: two pages of one person at once count as one first reading.
    read = ask_for_rows(_began, topic=topic.pk, person=person.pk)
    first = not read and (
        bool(rows.filter(read_position=None).update(read_position=position, changed_at=now))
        or _began_reading(person, topic, position)
    )
    if not first:
        rows.filter(read_position__lt=position).update(read_position=position, changed_at=now)
    elif person.pk != topic.author_id:
        Topic.objects.filter(pk=topic.pk).update(reader_count=F("reader_count") + 1)
    mark_read_about(
        actor=person,
        subject_type=Post._meta.label_lower,
        subjects=Post.objects.filter(topic=topic, position__lte=position),
    )


def _began(topic: int, person: int) -> "QuerySet[TopicReading, tuple[int]]":
    read = TopicReading.objects.filter(topic=topic, person=person, read_position__isnull=False)
    return read.order_by().values_list("pk")


def _began_reading(person: Person, topic: Topic, position: int) -> bool:
    """Whether this made the person's row: False where another page of theirs made it meanwhile."""
    _reading, made = TopicReading.objects.get_or_create(
        topic=topic, person=person, defaults={"read_position": position, "changed_at": clock.now()}
    )
    return made


def read_own_words(post: Post) -> None:
    """Whoever writes has read as far as they wrote. Called with each new post, in its transaction, by the operation
    that has asked already whether its author may."""
    _read_up_to(post.author, post.topic, post.position)


@transaction.atomic
def follow_topic(*, actor: Person, topic: Topic, following: str) -> None:
    """Choose whether the person is told of every answer here, of the usual ones, or of none."""
    require(can_read(actor, topic), _("You cannot read here."))
    TopicReading.objects.update_or_create(
        topic=topic, person=actor, defaults={"following": Following(following), "changed_at": clock.now()}
    )


@transaction.atomic
def follow_board(*, actor: Person, board: Board, following: str) -> None:
    """Choose whether the person is told of every new topic of the board, of what is usual, or only of what is about
    oneself. Raises Refused where the actor does not see the board."""
    require(can_post_topic(actor, board), _("You cannot read here."))
    BoardReading.objects.update_or_create(
        board=board, person=actor, defaults={"following": Following(following), "changed_at": clock.now()}
    )


@transaction.atomic
def save_post(*, actor: Person, post: Post) -> None:
    """Keep a post for later, for the person's own eyes. Twice is once."""
    require(Post.objects.visible_to(actor).filter(pk=post.pk).exists(), _("You cannot read here."))
    SavedPost.objects.get_or_create(person=actor, post=post, defaults={"saved_at": clock.now()})


@transaction.atomic
def unsave_post(*, actor: Person, post: Post) -> None:
    """Let a saved post go. Twice is once."""
    SavedPost.objects.filter(person=actor, post=post).delete()
