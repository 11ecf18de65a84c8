"""What writing adds to the page of a topic."""

from typing import Any

from community.permissions import MemberRequest, is_consultant_of
from forums.topics.models import Post, Topic


def may_see_history(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """Whether the reader sees what stood in other people's posts before: the consultants do."""
    return {"sees_history": is_consultant_of(request.user, topic.board.space.network_id)}
