"""What writing adds to the page of a topic."""

from collections.abc import Callable

from community.permissions import MemberRequest, is_consultant_of
from forums.topics.models import Post, Topic
from forums.topics.parts import Stance
from forums.writing.policy import keeps


def keeps_words(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """Whether the words are the reader's to change, and whether they see what stood there before: who keeps the words
    does, and the consultants."""
    consults = is_consultant_of(request.user, topic.board.space.network_id)

    def stance(post: Post) -> Stance:
        kept = keeps(request.user, post)
        return {"kept": kept, "sees_history": consults or kept}

    return stance
