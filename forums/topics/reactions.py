"""The words under each post of a page."""

from collections.abc import Callable

from community.permissions import MemberRequest
from community.reactions.row import reaction_rows
from forums.topics.models import Post, Topic
from forums.topics.parts import Stance
from forums.topics.subjects import POST


def reactions_of(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """The row of words under each post that takes them: one query for the page."""
    rows = reaction_rows(request.user, POST, topic.board.space, posts)
    return lambda post: {"row": rows.get(post.pk)}
