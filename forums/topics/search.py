"""Topics and answers in the search: the story carries the topic's title, each answer stands for itself."""

import re
from html import unescape

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.search.sources import Document, Source
from forums.topics.models import Post, PostKind, TopicKind
from forums.topics.reply_looks import looks, relations

_MARKS = re.compile(r"<[^>]*>")

#: What the short answers are found as, whichever kind they are.
ANSWER = "answer"


def _plain(html: str) -> str:
    """The words of a post without its marks. The HTML is our own (markup.py)."""
    return unescape(_MARKS.sub(" ", html))


def _words(post: Post) -> str:
    """What the post says, and what is said of its files; kinds that keep their words elsewhere say them after."""
    look = looks.get(post.kind)
    described = [file["description"] for file in post.attachments]
    return "\n".join(filter(None, (_plain(post.html), look.words(post) if look else "", *described)))


def _things() -> QuerySet[Post]:
    return Post.objects.filter(removed_at=None, topic__removed_at=None).select_related("topic__board", *relations())


def _document(post: Post) -> Document | None:
    if post.removed_at or post.topic.removed_at:
        return None
    if post.position == 0:
        title, kind = post.topic.title, post.topic.kind
    else:
        title, kind = "", PostKind.WITNESS if post.kind == PostKind.WITNESS else ANSWER
    return Document(
        space_id=post.topic.board.space_id,
        kind=kind,
        author_id=post.author_id,
        at=post.created_at,
        title=title,
        body=_words(post),
        tags=tuple(name for _pk, name in post.topic.tag_names) if post.position == 0 else (),
    )


POSTS = Source(
    name="post",
    kinds={**dict(TopicKind.choices), ANSWER: _("Answer"), PostKind.WITNESS: PostKind.WITNESS.label},
    things=_things,
    document=_document,
    heading=lambda post: post.topic.title,
    tagged=True,
)
