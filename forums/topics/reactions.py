"""The words under each post of a page."""

from typing import Any

from community.permissions import MemberRequest
from community.reactions.row import reaction_rows
from forums.topics.models import Post, Topic
from forums.topics.subjects import POST


def read_reactions(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """Sets `reaction_row` on the posts that take words: one query for the page."""
    rows = reaction_rows(request.user, POST, topic.board.space, posts)
    for post in posts:
        post.reaction_row = rows.get(post.pk)  # type: ignore[attr-defined]
    return {"reaction_ids": ",".join(str(pk) for pk in rows)}
