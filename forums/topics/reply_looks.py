"""How each kind of reply is shown. Rooms above add theirs in AppConfig.ready()."""

from dataclasses import dataclass

from forums.topics.models import ReplyKind


@dataclass(frozen=True)
class ReplyLook:
    template: str
    #: Relations read together with the replies, so that a page costs the same whatever stands on it.
    select_related: tuple[str, ...] = ()


looks: dict[str, ReplyLook] = {ReplyKind.ANSWER: ReplyLook("forums/topics/_answer.html")}


def relations() -> list[str]:
    return [relation for look in looks.values() for relation in look.select_related]
