"""Quoting what somebody wrote, as the beginning of an answer."""

import re
from collections.abc import Callable

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.people.models import Person
from community.permissions import MemberRequest
from forums.topics.forms import SHORT_KINDS
from forums.topics.models import Post, PostKind, Topic
from forums.topics.parts import Stance
from forums.topics.policy import kinds_open_to

#: A quote reminds of what was said; it need not say it again whole.
QUOTE_LIMIT = 600

_QUOTED = re.compile(r"\s{0,3}>")


def quote_of(person: Person, topic: Topic, position: int) -> str:
    """The post's words as a quote with its author's name, or nothing where there is none to read. What the post itself
    quotes is left out. A letter is not quoted: it was given to one person."""
    post = (
        Post.objects.visible_to(person)
        .filter(topic=topic, position=position)
        .exclude(kind=PostKind.WITNESS)
        .select_related("author")
        .first()
    )
    if post is None:
        return ""
    own = [line for line in post.body.split("\n") if not _QUOTED.match(line)]
    words = Truncator("\n".join(own).strip()).chars(QUOTE_LIMIT) or (topic.title if not post.position else "")
    lines = [_("%(name)s wrote:") % {"name": post.author.display_name}, *words.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n" if words else ""


def quotable(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """Whether the reader may answer shortly here, and so with a quote; a letter is not quoted."""
    is_open = any(kind in SHORT_KINDS for kind in kinds_open_to(request.user, topic, topic.board.space))
    return lambda post: {"quotable": is_open and post.kind != PostKind.WITNESS}
