"""What rooms add to the page of a topic: the one named point. They register theirs in AppConfig.ready().

A page with any number of posts asks each part once, so that it costs the same whatever stands on it; what does not
depend on the reader is kept on the post and needs no question at all.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django import forms

from community.people.models import Person
from community.permissions import MemberRequest
from forums.boards.models import Board
from forums.topics.models import Post, Topic


def _nothing(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    return {}


def _no_expressions(person: Person) -> dict[str, Any]:
    return {}


def _no_post_expressions(person: Person, post: str) -> dict[str, Any]:
    return {}


#: How the reader stands to a post, by name: what a foot shows of it. Hashable, so that a drawing can be found again.
Stance = dict[str, Hashable]


def _no_stance(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    return lambda post: {}


def _no_fields(board: Board) -> dict[str, forms.Field]:
    return {}


def _adds_nothing(story: Post, values: dict[str, Any]) -> None:
    return


@dataclass(frozen=True, kw_only=True)
class Part:
    #: Expressions that travel with a query of topics and with one of posts: the reader's own state at no extra cost.
    #: The second is told where the query finds the post's primary key.
    topics: Callable[[Person], dict[str, Any]] = _no_expressions
    posts: Callable[[Person, str], dict[str, Any]] = _no_post_expressions
    #: The same for a query of boards.
    boards: Callable[[Person], dict[str, Any]] = _no_expressions
    #: Fields of the form of a new topic on this board; `about` draws them.
    fields: Callable[[Board], dict[str, forms.Field]] = _no_fields
    #: Hangs on the story what those fields hold, in the transaction that posts it.
    add: Callable[[Post, dict[str, Any]], object] = _adds_nothing
    #: Reads what the page's templates need.
    read: Callable[[MemberRequest, Topic, list[Post]], dict[str, Any]] = _nothing
    #: Asked once a page: says of each post how the reader stands to it.
    stance: Callable[[MemberRequest, Topic, list[Post]], Callable[[Post], Stance]] = _no_stance
    #: Included under each post. It reads `post`, `topic`, `space` and the values of the stances, and nothing of the
    #: request: one drawing serves every reader who stands to the post alike (drawing.py).
    foot: str = ""
    #: Included above the story (`topic`, `space`, `form`, and what `read` gave).
    head: str = ""
    #: Included at the end of the replies that a page shows (`topic`, `after`: the position it shows up to).
    end: str = ""
    #: Included among the deeds under the story (`topic`, `space`).
    deeds: str = ""
    #: Included beside the topic (`topic`, `space`).
    side: str = ""
    #: Included on the page of a board (`board`).
    board: str = ""
    #: Included in the composers of topics and replies (`form`, `space`).
    composer: str = ""
    #: Included where a new topic says what it is about (`form`, `board`).
    about: str = ""
    #: Included above the short answer: other ways of answering (`topic`, `space`, `kinds`).
    ways: str = ""


#: By name, in the order of registration, which is the order on the page.
parts: dict[str, Part] = {}


def of_topics(person: Person) -> dict[str, Any]:
    return {name: value for part in parts.values() for name, value in part.topics(person).items()}


def of_posts(person: Person, post: str = "pk") -> dict[str, Any]:
    return {name: value for part in parts.values() for name, value in part.posts(person, post).items()}


def of_boards(person: Person) -> dict[str, Any]:
    return {name: value for part in parts.values() for name, value in part.boards(person).items()}


def fields_of(board: Board) -> dict[str, forms.Field]:
    return {name: field for part in parts.values() for name, field in part.fields(board).items()}


def add_all(story: Post, values: dict[str, Any]) -> None:
    """Hang on the story what the fields of all parts hold."""
    for part in parts.values():
        part.add(story, values)


def read_all(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """What the page's templates need of all parts, with the templates that each place includes."""
    context: dict[str, Any] = {}
    for part in parts.values():
        context |= part.read(request, topic, posts)
    places = ("head", "deeds", "end", "composer", "ways", "side")
    return context | {f"part_{place}": templates(place) for place in places}


def stances(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """How the reader stands to each of these posts, as all parts together say it."""
    asked = [part.stance(request, topic, posts) for part in parts.values() if part.stance is not _no_stance]
    me, teller = request.user.pk, request.user.pk == topic.author_id

    def stance(post: Post) -> Stance:
        values: Stance = {"own": post.author_id == me, "teller": teller}
        for ask in asked:
            values.update(ask(post))
        return values

    return stance


def templates(place: str) -> list[str]:
    return [template for part in parts.values() if (template := getattr(part, place))]
