"""Erasing words for good: a day after they were taken back, and at once when somebody has left (community/own_data).
And changing a name in words, where it is that of somebody who left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock, ledger, live
from community.activity.record import record
from community.attachments.operations import erase_attachments_of
from community.people.models import Person
from community.reactions.models import Reaction
from community.search.operations import index_thing
from community.spaces.naming import Naming, names_of
from forums.topics.activity import keys_of
from forums.topics.markup import render
from forums.topics.models import Post, Topic
from forums.writing.activity import PostRemoved
from forums.writing.operations import keep_latest, locked
from forums.writing.wording import wordings

#: How long words that were taken back still lie in the database before a job erases them for good.
WORDS_KEPT_FOR = timedelta(hours=24)
#: Posts whose words one run of the job erases.
ERASED_A_RUN = 500


def to_erase() -> QuerySet[Post]:
    """What was taken back more than a day ago and still has its words."""
    return Post.objects.filter(removed_at__lt=clock.now() - WORDS_KEPT_FOR, erased_at=None)


def erase_removed_words(*, limit: int = ERASED_A_RUN) -> int:
    """Erase the words, files and versions of what was taken back more than a day ago. Gives how many posts it was."""
    found = list(to_erase().order_by("pk")[:limit])
    for due_post in found:
        with transaction.atomic():
            post = locked(due_post)
            if post.removed_at is not None and post.erased_at is None:
                erase_words(post)
                ledger.note("post", post.pk, post.created_at, clock.now())
    return len(found)


@transaction.atomic
def erase_post(post: Post) -> None:
    """Take a post back and erase words, files, versions, tags and words of reaction for good at once: its author has
    left. Open pages follow; nobody is told. Where something stands after it, a gap stays. Twice is once."""
    post = locked(post)
    if post.erased_at is not None:
        return
    topic, now = post.topic, clock.now()
    stood = post.removed_at is None
    if stood:
        post.removed_at = post.changed_at = now
        if post.position:
            topic.reply_count -= 1
        elif not topic.reply_count:
            topic.removed_at = now
    post.author_title = ""
    # First, since the database lets nothing stand without words.
    post.save(update_fields=["removed_at", "changed_at", "author_title"])
    erase_words(post)
    Reaction.objects.filter(subject_type="post", subject_id=post.pk).delete()
    Post.objects.filter(pk=post.pk).update(reactions={})
    keep_latest(topic)
    index_thing(post)
    if stood:
        record(PostRemoved(actor=None, post=post))


def erase_words(post: Post) -> None:
    """Erase what a post that is taken back said, carried and named. Its topic's row is held, and is saved by the
    caller where the post is its story: a neutral title stands over what others answered."""
    wordings[post.kind].erase(post)
    erase_attachments_of(post)
    post.versions.all().delete()
    post.mentions.all().delete()
    post.erased_at = clock.now()
    post.save(update_fields=["body", "html", "erased_at"])
    if post.position == 0:
        with translation.override(settings.LANGUAGE_CODE):
            post.topic.title = _("Taken back by the one who told it")
        Topic.objects.filter(pk=post.topic_id).update(title=post.topic.title)


@transaction.atomic
def reword_post(post: Post, change: Callable[[str], str]) -> bool:
    """Let a post, and what it said before, say what `change` makes of it: without a mark and without a version, since a
    name of somebody who left is no longer theirs to bear. Open pages follow. Gives whether anything was changed."""
    post = locked(post)
    if post.erased_at is not None:
        return False
    wording, changed = wordings[post.kind], False
    before = wording.read(post)
    words = _changed(before, change)
    if words != before:
        wording.write(post, words)
        post.html = render(post.body, still_named(post))
        post.changed_at = clock.now()
        post.save(update_fields=["body", "html", "changed_at"])
        index_thing(post)
        transaction.on_commit(lambda: live.announce(keys_of(post.topic)))
        changed = True
    for version in post.versions.all():
        kept = _changed(version.words, change)
        if kept != version.words:
            version.words = kept
            version.save(update_fields=["words"])
            changed = True
    return changed


def _changed(words: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    made = {name: change(value) if isinstance(value, str) else value for name, value in words.items()}
    if "title" in made:
        longest = Topic._meta.get_field("title").max_length
        made["title"] = made["title"][:longest]
    return made


def still_named(post: Post) -> Naming:
    """Those whom the post names, so that their names keep their marks."""
    people = list(Person.objects.filter(mentions__post=post).values_list("pk", "display_name"))
    meant: dict[str, set[int]] = {}
    for pk, display_name in people:
        for name in names_of(display_name):
            meant.setdefault(name, set()).add(pk)
    return Naming(people, meant)
