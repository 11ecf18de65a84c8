"""Whose words they are."""

from collections.abc import Callable

from community.people.models import Person
from community.permissions import is_consultant_of, paused_until
from forums.boards.models import Board
from forums.topics.models import Post, reaches_open_to

#: Who keeps the words of a kind of post, where it is not their author alone. Rooms above register theirs in
#: AppConfig.ready().
keepers: dict[str, Callable[[Person, Post], bool]] = {}


def keeps(person: Person, post: Post) -> bool:
    """Whether the words are this person's to change and to take back."""
    rule = keepers.get(post.kind)
    return rule(person, post) if rule else post.author_id == person.pk


def _is_own(person: Person, post: Post) -> bool:
    return Post.objects.visible_to(person).filter(pk=post.pk).exists() and keeps(person, post)


def can_edit_post(person: Person, post: Post) -> bool:
    """One's own words, at any time, where one still reads, unless one is paused."""
    return paused_until(person) is None and _is_own(person, post)


def can_remove_post(person: Person, post: Post) -> bool:
    return _is_own(person, post)


def can_restore_post(person: Person, post: Post) -> bool:
    """Only who could take it back takes that back, while they would read it. How long is the operation's business."""
    return post.removed_at is not None and keeps(person, post) and would_read(person, post)


def would_read(person: Person, post: Post) -> bool:
    """Whether the person may read what stands at this place, also while the post itself is taken back."""
    topic = post.topic
    return topic.reach in reaches_open_to(person) or Board.objects.visible_to(person).filter(pk=topic.board_id).exists()


def can_see_history(person: Person, post: Post) -> bool:
    """Who keeps the words, and the consultants of the network where they stand."""
    if not Post.objects.visible_to(person).filter(pk=post.pk).exists():
        return False
    return keeps(person, post) or is_consultant_of(person, post.topic.board.space.network_id)
