"""What care adds to the page of a topic: the way to say something about a post, and how a hidden one stands."""

from collections.abc import Callable

from community.moderation.holding import hidden_by
from community.moderation.kinds import DeedKind
from community.permissions import MemberRequest, is_consultant_of
from community.roles import SPACES_OF_ADULTS
from forums.topics.models import Post, Topic
from forums.topics.parts import Stance


def care_of(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """Whether the reader may say something about a post; and of what is hidden, which they then may see, the deed that
    tells its author why, or the case in which a consultant looks at it. Where adults write about youths, one tap says
    that a name stands there. One query where anything is hidden."""
    me, consults = request.user.pk, is_consultant_of(request.user, topic.board.space.network_id)
    hidden = [post.pk for post in posts if post.hidden_at is not None]
    deeds = hidden_by("post", hidden) if hidden else {}
    among_adults = topic.board.space.kind in SPACES_OF_ADULTS

    def stance(post: Post) -> Stance:
        own = post.author_id == me
        deed = deeds.get(post.pk)
        return {
            "reportable": not own,
            "points_out_names": among_adults and not own and post.hidden_at is None,
            "hidden": post.hidden_at is not None,
            "asked": deed.words if deed and deed.kind == DeedKind.ASK_CHANGE else "",
            "deed": deed.pk if deed and own else None,
            "case": deed.case_id if deed and consults and not own else None,
        }

    return stance
