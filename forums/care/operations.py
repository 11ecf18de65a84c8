"""A new member's first posts wait until somebody has looked, where the network has chosen so."""

from community.moderation.holding import author_changed, hold_first_words
from community.roles import SpaceKind
from forums.care.subjects import POST
from forums.topics.models import Post

#: More are never held, so nobody counts further.
COUNTED = 5


def hold_first_post(post: Post) -> None:
    """Called with each new post, in its transaction, before anybody is told of it."""
    space = post.topic.board.space
    if space.kind == SpaceKind.TEAM:
        return

    def stood_before() -> int:
        theirs = Post.objects.filter(author=post.author_id, topic__board__space__network=space.network_id)
        return theirs.filter(removed_at=None, hidden_at=None).exclude(pk=post.pk)[:COUNTED].count()

    if hold_first_words(POST, post, space.network_id, stood_before):
        post.refresh_from_db(fields=["hidden_at", "changed_at"])
        if not post.position:
            post.topic.hidden_at = post.hidden_at


def look_at_it_again(post: Post) -> None:
    """Called where a post's words are others than before: what is hidden waits to be looked at again."""
    if post.hidden_at is not None:
        author_changed(POST.name, post.pk)
