"""Giving topics their tags, and keeping a space's tags in order.

Whatever changes tags holds the board's row, taken before any topic's: whoever tags, merges or takes back at the same
moment waits there, and finds the tags as they stand then. Counts and the names beside each topic are kept here.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.people.models import Person
from community.permissions import Refused, require
from community.search.operations import index_thing
from forums.boards.models import Board
from forums.tags.activity import TagRemoved, TagRenamed, TagRestored, TagsMerged
from forums.tags.models import Tag, TagRemoval, TopicTag
from forums.tags.policy import can_edit_tags
from forums.topics.models import Post, Topic

#: How long after it a merging or a removal can be undone: the button stands ten seconds, and nets are slow.
UNDO_TAKEN_FOR = timedelta(seconds=90)
#: Topics whose kept names are written at a time.
BATCH = 500


class TagGone(LookupError):
    """The tag is not there any more."""


# --- what the operations on stories call, in their transaction, the board's row held ------------------------------
def keep_tags(topic: Topic, names: Iterable[str]) -> None:
    """Let the topic bear these tags and no others; new words become tags of its space."""
    before = set(TopicTag.objects.filter(content_object=topic).values_list("tag_id", flat=True))
    topic.tags.set(list(names), tag_kwargs={"space_id": topic.board.space_id})
    _settle(topic, before)


def hide_tags(topic: Topic) -> None:
    """The story was taken back: its tags are nowhere to be seen, and wait with its words."""
    TopicTag.objects.filter(content_object=topic).update(standing=False)
    _settle(topic)


def show_tags(topic: Topic) -> None:
    """The story stands again, and so do its tags."""
    TopicTag.objects.filter(content_object=topic).update(standing=True)
    _settle(topic)


def count_tags_again(topic: Topic) -> None:
    """The topic was hidden by a deed of care, or stands again. It keeps its tags for who still sees it; to all others a
    word that nothing else bears is no word of the space."""
    _count(TopicTag.objects.filter(content_object=topic).values_list("tag_id", flat=True))


def erase_tags(topic: Topic) -> None:
    """The story's words are gone for good: its tags too, and words that no other topic bears."""
    before = set(TopicTag.objects.filter(content_object=topic).values_list("tag_id", flat=True))
    TopicTag.objects.filter(content_object=topic).delete()
    _settle(topic, before)


def _settle(topic: Topic, before: Iterable[int] = ()) -> None:
    names = _names_of([topic.pk]).get(topic.pk, [])
    topic.tag_names = names
    Topic.objects.filter(pk=topic.pk).update(tag_names=names)
    now = TopicTag.objects.filter(content_object=topic).values_list("tag_id", flat=True)
    _count({*before, *now})


def _names_of(topics: list[int]) -> dict[int, list[list[object]]]:
    """What stands beside each topic: number and name of its tags, in the order they were given."""
    names: dict[int, list[list[object]]] = {}
    rows = TopicTag.objects.filter(content_object__in=topics, standing=True).order_by("pk")
    for topic_id, tag_id, name in rows.values_list("content_object_id", "tag_id", "tag__name"):
        names.setdefault(topic_id, []).append([tag_id, name])
    return names


def _count(tags: Iterable[int]) -> None:
    """Count again the topics that stand with these tags; a word that no topic bears any more is forgotten."""
    found = Tag.objects.filter(pk__in=list(tags))
    standing = TopicTag.objects.filter(tag=OuterRef("pk"), standing=True, content_object__hidden_at=None)
    standing = standing.order_by().values("tag")
    found.update(topic_count=Coalesce(Subquery(standing.annotate(many=Count("pk")).values("many")), 0))
    found.exclude(pk__in=TopicTag.objects.filter(tag__in=list(tags)).values("tag_id")).delete()


def _write_beside(topics: list[int]) -> None:
    """Write the names beside these topics again, and let the search find their stories by them."""
    for start in range(0, len(topics), BATCH):
        some = topics[start : start + BATCH]
        names = _names_of(some)
        Topic.objects.bulk_update([Topic(pk=pk, tag_names=names.get(pk, [])) for pk in some], ["tag_names"])
        for story in Post.objects.filter(topic__in=some, position=0).select_related("topic__board"):
            index_thing(story)


# --- the consultants' deeds ---------------------------------------------------------------------------------------
def _queue(actor: Person, space_id: int) -> Board:
    """The space's board with its row held, where the actor keeps its tags in order."""
    board = Board.objects.select_for_update(of=("self",)).select_related("space").get(space_id=space_id)
    require(can_edit_tags(actor, board.space.network_id), _("Only the network's consultants change its tags."))
    return board


def _standing(tag: Tag) -> Tag:
    found = Tag.objects.filter(pk=tag.pk).select_related("space__board").first()
    if found is None:
        raise TagGone
    return found


def _topics_with(tag: Tag) -> list[int]:
    return list(TopicTag.objects.filter(tag=tag).order_by("content_object_id").values_list("content_object", flat=True))


@transaction.atomic
def rename_tag(*, actor: Person, tag: Tag, name: str) -> Tag:
    """Call the tag something else, on every topic that bears it. Open pages of the board show it.

    Raises Refused where the actor is no consultant of the network or the space has a tag of that name, and TagGone
    where somebody took it away meanwhile.
    """
    _queue(actor, tag.space_id)
    tag = _standing(tag)
    if tag.name == name:
        return tag
    if Tag.objects.filter(space=tag.space_id, name=name).exists():
        raise Refused(_("There is a tag of that name already. You can merge the two."))
    tag.name = name
    tag.save(update_fields=["name"])
    _write_beside(_topics_with(tag))
    record(TagRenamed(actor=actor, tag=tag))
    return tag


@transaction.atomic
def merge_tags(*, actor: Person, gone: Tag, into: Tag) -> TagRemoval:
    """Let every topic that bears `gone` bear `into`, and `gone` be no more. Returns what undoes it.

    Raises Refused where the actor is no consultant of the network or the tags are of two spaces or the same one, and
    TagGone where somebody took one of them away meanwhile.
    """
    _queue(actor, gone.space_id)
    gone, into = _standing(gone), _standing(into)
    require(gone.pk != into.pk and gone.space_id == into.space_id, _("Choose two different tags of the same board."))
    topics = _topics_with(gone)
    both = TopicTag.objects.filter(tag=into, content_object__in=topics).values_list("content_object", flat=True)
    moved = sorted(set(topics) - set(both))
    TopicTag.objects.filter(tag=gone, content_object__in=moved).update(tag=into)
    removal = _remove(gone, topics, into, moved)
    record(TagsMerged(actor=actor, tag=gone))
    gone.delete()
    _count([into.pk])
    _write_beside(topics)
    return removal


@transaction.atomic
def remove_tag(*, actor: Person, tag: Tag) -> TagRemoval:
    """Take the tag away from every topic that bears it. Returns what undoes it. Raises Refused and TagGone."""
    _queue(actor, tag.space_id)
    tag = _standing(tag)
    topics = _topics_with(tag)
    removal = _remove(tag, topics)
    record(TagRemoved(actor=actor, tag=tag))
    tag.delete()
    _write_beside(topics)
    return removal


def _remove(tag: Tag, topics: list[int], into: Tag | None = None, moved: list[int] | None = None) -> TagRemoval:
    return TagRemoval.objects.create(
        space_id=tag.space_id, name=tag.name, into=into, topics=topics, moved=moved or [], at=clock.now()
    )


def removed_long_ago() -> QuerySet[TagRemoval]:
    """What can be undone no more."""
    return TagRemoval.objects.filter(at__lt=clock.now() - UNDO_TAKEN_FOR)


def forget_removed_tags() -> int:
    """Forget what can be undone no more. Gives how many rows it was."""
    return removed_long_ago().delete()[0]


@transaction.atomic
def restore_tag(*, actor: Person, removal: TagRemoval) -> Tag:
    """Undo a merging or a removal soon after it. Topics whose author chose other tags since keep those.

    Raises Refused where it is too late or the actor is no consultant of the network, and TagGone where it was undone
    already.
    """
    _queue(actor, removal.space_id)
    found = TagRemoval.objects.filter(pk=removal.pk).first()
    if found is None:
        raise TagGone
    require(clock.now() - found.at < UNDO_TAKEN_FOR, _("It is too late to undo this. You can write it again."))
    topics = found.topics
    if found.into_id:
        bearing = TopicTag.objects.filter(tag=found.into_id, content_object__in=topics)
        topics = sorted(bearing.values_list("content_object", flat=True))
    tag = Tag.objects.get_or_create(space_id=found.space_id, name=found.name)[0]
    standing = Post.objects.filter(topic__in=topics, position=0, erased_at=None).values_list("topic_id", "removed_at")
    TopicTag.objects.bulk_create(
        [TopicTag(content_object_id=pk, tag=tag, standing=removed is None) for pk, removed in standing],
        ignore_conflicts=True,
    )
    if found.into_id:
        TopicTag.objects.filter(tag=found.into_id, content_object__in=found.moved).delete()
    _count([tag.pk, *([found.into_id] if found.into_id else [])])
    _write_beside(topics)
    found.delete()
    record(TagRestored(actor=actor, tag=tag))
    return tag
