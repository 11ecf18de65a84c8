"""How each kind of reply is shown. Rooms above add theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from forums.topics.models import Post, PostKind


@dataclass(frozen=True)
class ReplyLook:
    template: str
    #: Relations read together with the replies, so that a page costs the same whatever stands on it.
    select_related: tuple[str, ...] = ()
    #: The words that the kind keeps elsewhere than in `body`, so that they can be found.
    words: Callable[[Post], str] = lambda post: ""
    #: Whether the teller meets a form under it, which is drawn for nobody else.
    asks_the_teller: bool = False


#: What was taken back, where others wrote after it.
GAP = ReplyLook("forums/topics/_gap.html")
_ANSWER = ReplyLook("forums/topics/_answer.html")

looks: dict[str, ReplyLook] = {
    PostKind.ANSWER: _ANSWER,
    PostKind.EXPERIENCE: _ANSWER,
    PostKind.ADVICE: _ANSWER,
}


def relations() -> list[str]:
    return [relation for look in looks.values() for relation in look.select_related]
