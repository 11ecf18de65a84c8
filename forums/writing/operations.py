"""Changing one's words, taking them back, and taking that back."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.attachments.choosing import ChosenFiles
from community.people.models import Person
from community.permissions import require
from community.search.operations import index_thing
from community.undo import UNDO_TAKEN_FOR
from forums.boards.models import Board
from forums.mentions.operations import name_people
from forums.tags.operations import hide_tags, show_tags
from forums.topics.models import Meant, Post, Topic
from forums.writing.activity import PostEdited, PostRemoved, PostRestored
from forums.writing.models import PostVersion
from forums.writing.policy import can_edit_post, can_remove_post, can_restore_post, keeps
from forums.writing.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Callable

#: Called with each changed post and who changed it, in its transaction: drafts register here.
after_editing: "list[Callable[[Post, Person], object]]" = []
#: The same, only where the words or files are others than before: care registers here.
after_changing: "list[Callable[[Post], object]]" = []


def locked(post: Post) -> Post:
    """The post as it stands, its topic's row held: positions, counts and words change one deed at a time.

    A story bears tags, so its board's row is held first (tags/operations.py).
    """
    if post.position == 0:
        Board.objects.select_for_update(of=("self",)).get(topics=post.topic_id)
    topic = Topic.objects.select_for_update(of=("self",)).select_related("board__space__group").get(pk=post.topic_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("author").get(pk=post.pk)
    post.topic = topic
    return post


@transaction.atomic
def edit_post(
    *,
    actor: Person,
    post: Post,
    words: dict[str, Any],
    meant: Meant | None = None,
    files: ChosenFiles | None = None,
) -> Post:
    """Replace one's words. What stood before is kept as a version for the author and the consultants; open pages show
    the new words with a mark, and whom they name anew is told. `files` are what it carries from now on; what it carried
    besides is erased, and the version says so in words. The same again changes nothing. Raises Refused where the post
    is not the actor's.
    """
    post = locked(post)
    require(can_edit_post(actor, post), _("Only your own words are yours to change."))
    wording = wordings[post.kind]
    before = wording.read(post)
    carried, carries = _named(post.attachments), None
    if files is not None and wording.carries_files:
        carries = [(str(one.uuid), one.kind, one.description) for one in files.attachments]
    same_files = carries is None or carries == carried
    for follow_up in after_editing:
        follow_up(post, actor)
    if before == words and same_files:
        return post
    now = clock.now()
    noted = {} if same_files else {"files": [[kind, said] for _uuid, kind, said in carried]}
    PostVersion.objects.create(post=post, words=before | noted, replaced_at=now)
    wording.write(post, words)
    # Words may give way to files and files to words: the database asks for one of them at every moment.
    if files and not same_files:
        _change_files(actor, post, files)
    post.edited_at = post.changed_at = now
    post.save(update_fields=["body", "html", "edited_at", "changed_at"])
    post.meant = meant or {}
    name_people(post)
    if files is not None and not files and not same_files:
        _change_files(actor, post, files)
    index_thing(post)
    for follow_up_of_change in after_changing:
        follow_up_of_change(post)
    record(PostEdited(actor=actor, post=post))
    return post


def _change_files(actor: Person, post: Post, files: ChosenFiles) -> None:
    files.attached_by(actor)(post)
    post.refresh_from_db(fields=["attachments", "file_count"])


def _named(attachments: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(one["uuid"], one["kind"], one["description"]) for one in attachments]


@transaction.atomic
def remove_post(*, actor: Person, post: Post) -> Post:
    """Take one's words back: they vanish everywhere at once, and for good after a day.

    A story that nobody answered takes its topic along; one with answers leaves a gap above them, and the topic a
    neutral title. A reply leaves a gap only where something stands after it. Raises Refused where it is not the
    actor's; twice is once.
    """
    post = locked(post)
    if post.removed_at is not None and keeps(actor, post):
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
    if not post.position:
        hide_tags(topic)
    keep_latest(topic)
    index_thing(post)
    record(PostRemoved(actor=actor, post=post))
    return post


@transaction.atomic
def restore_post(*, actor: Person, post: Post) -> Post:
    """Undo a deletion of one's own, soon after it: everything stands as before. Raises Refused when it is too late."""
    post = locked(post)
    if post.removed_at is None and keeps(actor, post):
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
    if not post.position:
        show_tags(topic)
    keep_latest(topic)
    index_thing(post)
    record(PostRestored(actor=actor, post=post))
    return post


def keep_latest(topic: Topic) -> None:
    """The latest activity of the topic is that of its last standing post."""
    last = topic.posts.filter(removed_at=None).order_by("-position").first()
    if last is not None:
        topic.last_author_id, topic.last_activity_at = last.author_id, last.created_at
    topic.save(update_fields=["title", "reply_count", "removed_at", "last_author", "last_activity_at"])
