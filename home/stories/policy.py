"""Who may offer what as a public story: youths, their own stories, while they see them themselves."""

from community.people.models import Person
from community.permissions import has_role
from community.roles import Role
from forums.topics.models import Post


def can_offer_post(person: Person, post: Post) -> bool:
    """The story a youth told, that still stands. Answers are given to somebody, and stay there."""
    return (
        has_role(person, Role.YOUTH)
        and post.author_id == person.pk
        and post.position == 0
        and post.removed_at is None
        and post.topic.removed_at is None
    )
