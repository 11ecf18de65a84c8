"""Topics and answers in the search: the story carries the topic's title, each answer stands for itself."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from community.search.sources import Document, Source
from forums.topics import markup
from forums.topics.models import Post, PostKind, Reach, TopicKind
from forums.topics.reply_looks import all_relations, looks

#: What the short answers are found as, whichever kind they are.
ANSWER = "answer"
#: Kinds of topics that are found as one thing, their answers too.
FOUND_WHOLE = frozenset({TopicKind.SPARRING})

#: What a topic of this kind says elsewhere than in its story. Rooms above register theirs in AppConfig.ready().
words_beside: dict[str, Callable[[Post], str]] = {}


def _words(post: Post) -> str:
    """What the post says, and what is said of its files; kinds that keep their words elsewhere say them after."""
    look = looks.get(post.kind)
    beside = None if post.position else words_beside.get(post.topic.kind)
    described = [file["description"] for file in post.attachments]
    said = (markup.plain(post.html), look.words(post) if look else "", beside(post) if beside else "")
    return "\n".join(filter(None, (*said, *described)))


def _things() -> QuerySet[Post]:
    return Post.objects.filter(removed_at=None, topic__removed_at=None).select_related("topic__board", *all_relations())


def _document(post: Post) -> Document | None:
    if post.removed_at or post.topic.removed_at:
        return None
    if post.position == 0:
        title, kind = post.topic.title, post.topic.kind
    else:
        title, kind = "", PostKind.WITNESS if post.kind == PostKind.WITNESS else ANSWER
    if post.topic.kind in FOUND_WHOLE:
        kind = post.topic.kind
    return Document(
        space_id=post.topic.board.space_id,
        reach=None if post.topic.reach == Reach.SPACE else post.topic.reach,
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
