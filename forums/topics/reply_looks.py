"""How each kind of post is shown: the story, and each kind of reply. Rooms above add theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from forums.topics.models import FIRST_KINDS, Post, PostKind


@dataclass(frozen=True)
class ReplyLook:
    template: str
    #: Relations read together with the posts, so that a page costs the same whatever stands on it.
    select_related: tuple[str, ...] = ()
    #: The words that the kind keeps elsewhere than in `body`, so that they can be found.
    words: Callable[[Post], str] = lambda post: ""
    #: Whether the teller meets a form under it, which is drawn for nobody else.
    asks_the_teller: bool = False


#: What was taken back, where others wrote after it.
GAP = ReplyLook("forums/topics/_gap.html")
#: What is hidden (community/moderation).
WAITING = ReplyLook("forums/topics/_waiting.html")
_ANSWER = ReplyLook("forums/topics/_answer.html")

looks: dict[str, ReplyLook] = {
    PostKind.STORY: ReplyLook("forums/topics/_told.html"),
    PostKind.ANSWER: _ANSWER,
    PostKind.EXPERIENCE: _ANSWER,
    PostKind.ADVICE: _ANSWER,
}


def relations() -> list[str]:
    """What a query of replies reads along."""
    return [relation for kind, look in looks.items() if kind not in FIRST_KINDS for relation in look.select_related]


def all_relations() -> list[str]:
    """What a query of posts of every kind reads along."""
    return [relation for look in looks.values() for relation in look.select_related]
