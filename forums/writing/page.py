"""What writing adds to the page of a topic."""

from collections.abc import Callable

from community.permissions import MemberRequest, is_consultant_of
from forums.topics.models import Post, Topic
from forums.topics.parts import Stance


def sees_history(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """Whether the reader sees what stood in a post before: its author does, and the consultants."""
    consults = is_consultant_of(request.user, topic.board.space.network_id)
    return lambda post: {"sees_history": consults or post.author_id == request.user.pk}
