"""Whose words they are."""

from community.people.models import Person
from community.permissions import is_consultant_of
from forums.topics.models import Post


def _is_own(person: Person, post: Post) -> bool:
    return post.author_id == person.pk and Post.objects.visible_to(person).filter(pk=post.pk).exists()


def can_edit_post(person: Person, post: Post) -> bool:
    """One's own words, at any time, where one still reads."""
    return _is_own(person, post)


def can_remove_post(person: Person, post: Post) -> bool:
    return _is_own(person, post)


def can_restore_post(person: Person, post: Post) -> bool:
    """Only who took it back takes that back, while the space is still theirs. How long is the operation's business."""
    return (
        post.author_id == person.pk
        and post.removed_at is not None
        and post.topic.board.__class__.objects.visible_to(person).filter(pk=post.topic.board_id).exists()
    )


def can_see_history(person: Person, post: Post) -> bool:
    """The author, and the consultants of the network where it stands."""
    if not Post.objects.visible_to(person).filter(pk=post.pk).exists():
        return False
    return post.author_id == person.pk or is_consultant_of(person, post.topic.board.space.network_id)
