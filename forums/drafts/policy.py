"""Whose drafts they are."""

from datetime import timedelta

from community import clock
from community.people.models import Person
from community.undo import UNDO_TAKEN_FOR
from forums.drafts.kinds import place_of
from forums.drafts.models import Draft
from forums.topics.models import Post

#: How long a draft that was put away can be taken back.
DISCARDED_KEPT_FOR = timedelta(hours=24)


def can_save_draft(person: Person, key: str) -> bool:
    """Where one may write, one may keep what one has begun."""
    return place_of(person, key) is not None


def can_discard_draft(person: Person, draft: Draft) -> bool:
    return draft.person_id == person.pk


def can_undo_post(person: Person, post: Post) -> bool:
    """One's own, within the moments after posting; later one takes one's words back where they stand."""
    return (
        post.author_id == person.pk
        and clock.now() - post.created_at < UNDO_TAKEN_FOR
        and Post.objects.visible_to(person).filter(pk=post.pk).exists()
    )
