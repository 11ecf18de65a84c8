"""Changing one's words, taking them back, and taking that back."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import require
from community.search.operations import index_thing
from forums.topics.models import Post, Topic
from forums.writing.activity import PostEdited, PostRemoved, PostRestored
from forums.writing.models import PostVersion
from forums.writing.policy import can_edit_post, can_remove_post, can_restore_post
from forums.writing.wording import wordings

#: How long "undo" stands on the page (ten seconds), and how long after a deletion it is still taken: nets are slow.
UNDO_SHOWN_FOR = timedelta(seconds=10)
UNDO_TAKEN_FOR = timedelta(seconds=90)
#: How long words that were taken back still lie in the database before a job erases them for good.
WORDS_KEPT_FOR = timedelta(hours=24)
#: Posts whose words one run of the job erases.
ERASED_A_RUN = 500


def _locked(post: Post) -> Post:
    """The post as it stands, its topic's row held: positions, counts and words change one deed at a time."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board__space__group").get(pk=post.topic_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("author").get(pk=post.pk)
    post.topic = topic
    return post


@transaction.atomic
def edit_post(*, actor: Person, post: Post, words: dict[str, Any]) -> Post:
    """Replace one's words. What stood before is kept as a version for the author and the consultants; open pages show
    the new words with a mark. The same words again change nothing. Raises Refused where the post is not the actor's.
    """
    post = _locked(post)
    require(can_edit_post(actor, post), _("Only your own words are yours to change."))
    wording = wordings[post.kind]
    before = wording.read(post)
    if before == words:
        return post
    now = clock.now()
    PostVersion.objects.create(post=post, words=before, replaced_at=now)
    wording.write(post, words)
    post.edited_at = post.changed_at = now
    post.save(update_fields=["body", "html", "edited_at", "changed_at"])
    index_thing(post)
    record(PostEdited(actor=actor, post=post))
    return post


@transaction.atomic
def remove_post(*, actor: Person, post: Post) -> Post:
    """Take one's words back: they vanish everywhere at once, and for good after a day.

    A story that nobody answered takes its topic along; one with answers leaves a gap above them, and the topic a
    neutral title. A reply leaves a gap only where something stands after it. Raises Refused where it is not the
    actor's; twice is once.
    """
    post = _locked(post)
    if post.author_id == actor.pk and post.removed_at is not None:
        return post
    require(can_remove_post(actor, post), _("Only your own words are yours to take back."))
    topic, now = post.topic, clock.now()
    post.removed_at = post.changed_at = now
    post.save(update_fields=["removed_at", "changed_at"])
    if post.position:
        topic.reply_count -= 1
    elif topic.reply_count:
        PostVersion.objects.create(post=post, words={"title": topic.title, "body": post.body}, replaced_at=now)
        with translation.override(settings.LANGUAGE_CODE):
            topic.title = _("Taken back by the one who told it")
    else:
        topic.removed_at = now
    _keep_latest(topic)
    index_thing(post)
    record(PostRemoved(actor=actor, post=post))
    return post


@transaction.atomic
def restore_post(*, actor: Person, post: Post) -> Post:
    """Undo a deletion of one's own, soon after it: everything stands as before. Raises Refused when it is too late."""
    post = _locked(post)
    if post.author_id == actor.pk and post.removed_at is None:
        return post
    require(can_restore_post(actor, post), _("Only your own words are yours to take back."))
    now = clock.now()
    require(
        bool(post.removed_at and now - post.removed_at < UNDO_TAKEN_FOR),
        _("It is too late to undo this. You can write it again."),
    )
    topic = post.topic
    if post.position:
        topic.reply_count += 1
    elif topic.removed_at is None:
        version = post.versions.first()
        assert version is not None
        topic.title = version.words["title"]
        version.delete()
    topic.removed_at = None if not post.position else topic.removed_at
    post.removed_at, post.changed_at = None, now
    post.save(update_fields=["removed_at", "changed_at"])
    _keep_latest(topic)
    index_thing(post)
    record(PostRestored(actor=actor, post=post))
    return post


def _keep_latest(topic: Topic) -> None:
    """The latest activity of the topic is that of its last standing post."""
    last = topic.posts.filter(removed_at=None).order_by("-position").first()
    if last is not None:
        topic.last_author_id, topic.last_activity_at = last.author_id, last.created_at
    topic.save(update_fields=["title", "reply_count", "removed_at", "last_author", "last_activity_at"])


def erase_removed_words(*, limit: int = ERASED_A_RUN) -> int:
    """Erase the words and versions of what was taken back more than a day ago. Gives how many posts it was."""
    due = Post.objects.filter(removed_at__lt=clock.now() - WORDS_KEPT_FOR, erased_at=None).order_by("pk")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for pk in ids:
        with transaction.atomic():
            post = Post.objects.select_for_update().get(pk=pk)
            if post.removed_at is None or post.erased_at is not None:
                continue
            wordings[post.kind].erase(post)
            post.versions.all().delete()
            post.erased_at = clock.now()
            post.save(update_fields=["body", "html", "erased_at"])
    return len(ids)
