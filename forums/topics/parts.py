"""What rooms add to the page of a topic: the one named point. They register theirs in AppConfig.ready().

A page with any number of posts asks each part once, so that it costs the same whatever stands on it; what does not
depend on the reader is kept on the post and needs no question at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from community.people.models import Person
from community.permissions import MemberRequest
from forums.topics.models import Post, Topic


def _nothing(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    return {}


def _no_expressions(person: Person) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Part:
    #: Expressions that travel with a query of topics and with one of posts: the reader's own state at no extra cost.
    topics: Callable[[Person], dict[str, Any]] = _no_expressions
    posts: Callable[[Person], dict[str, Any]] = _no_expressions
    #: Reads what the reader's own state adds: sets attributes on the posts, and returns what the page's templates read.
    read: Callable[[MemberRequest, Topic, list[Post]], dict[str, Any]] = _nothing
    #: Included under each post (`post`, `topic`, `space`).
    foot: str = ""
    #: Included at the end of the replies that a page shows (`topic`, `after`: the position it shows up to).
    end: str = ""
    #: Included among the deeds under the story (`topic`, `space`).
    deeds: str = ""
    #: Included in the composers of topics and replies (`form`, `space`).
    composer: str = ""
    #: Included above the short answer: other ways of answering (`topic`, `space`, `kinds`).
    ways: str = ""


#: By name, in the order of registration, which is the order on the page.
parts: dict[str, Part] = {}


def of_topics(person: Person) -> dict[str, Any]:
    return {name: value for part in parts.values() for name, value in part.topics(person).items()}


def of_posts(person: Person) -> dict[str, Any]:
    return {name: value for part in parts.values() for name, value in part.posts(person).items()}


def read_all(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """What the page's templates need of all parts, with the templates that each place includes."""
    context: dict[str, Any] = {}
    for part in parts.values():
        context |= part.read(request, topic, posts)
    return context | {f"part_{place}": templates(place) for place in ("foot", "deeds", "end", "composer", "ways")}


def templates(place: str) -> list[str]:
    return [template for part in parts.values() if (template := getattr(part, place))]
