"""Reading, following and saving: deeds of one person that concern nobody else, so nothing is recorded of them."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from community import clock
from community.notifications.operations import mark_read_about
from community.people.models import Person
from community.permissions import require
from forums.reading.models import Following, SavedPost, TopicReading
from forums.topics.models import Post, Topic
from forums.topics.policy import can_reply


@transaction.atomic
def mark_topic_read(*, actor: Person, topic: Topic, position: int) -> None:
    """Remember that everything up to the position was on the person's screen, and take the news about it as read.

    Only forward, and never beyond what stands. Somebody else's first reading counts once in `Topic.reader_count`.
    Raises Refused where the actor does not see the topic.
    """
    require(can_reply(actor, topic), _("You cannot read here."))
    position = min(position, topic.last_position)
    reading, made = TopicReading.objects.get_or_create(
        topic=topic, person=actor, defaults={"read_position": position, "changed_at": clock.now()}
    )
    first = made
    if not made:
        rows = TopicReading.objects.filter(pk=reading.pk)
        first = bool(rows.filter(read_position=None).update(read_position=position, changed_at=clock.now()))
        rows.filter(read_position__lt=position).update(read_position=position, changed_at=clock.now())
    if first and actor.pk != topic.author_id:
        Topic.objects.filter(pk=topic.pk).update(reader_count=F("reader_count") + 1)
    mark_read_about(
        actor=actor,
        subject_type=Post._meta.label_lower,
        subjects=Post.objects.filter(topic=topic, position__lte=position),
    )


def read_own_words(post: Post) -> None:
    """Whoever writes has read as far as they wrote. Called with each new post, in its transaction."""
    mark_topic_read(actor=post.author, topic=post.topic, position=post.position)


@transaction.atomic
def follow_topic(*, actor: Person, topic: Topic, following: str) -> None:
    """Choose whether the person is told of every answer here, of the usual ones, or of none."""
    require(can_reply(actor, topic), _("You cannot read here."))
    TopicReading.objects.update_or_create(
        topic=topic, person=actor, defaults={"following": Following(following), "changed_at": clock.now()}
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
