"""What happened on the boards since one's last visit: answers to oneself, one's own group, then the others.

Each is a short list, and then it ends. What one has read meanwhile is no news, and neither is what one asked to have
quiet about; marks of what is unread stay on the boards all the same. Six questions, however much happened.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from community.keeping_away.models import KeptAway
from community.people.models import Person
from community.permissions import memberships
from community.prepared import asked, asked_for_rows
from community.since_last.blocks import Block
from community.since_last.visits import news_since
from forums.boards.models import Board
from forums.reading.models import Following
from forums.topics.models import Post, PostKind, Topic, TopicKind, not_hidden_from
from forums.topics.parts import of_topics
from forums.topics.views import boards_of, mark_unread

#: Topics of a group of news; one more is asked for, to know whether there is a rest.
SHOWN = 5
#: Names in a sentence.
NAMED = 3
#: Kinds of topics that others' news leave out, for those whose home tells of them in a way of their own. Rooms above
#: register theirs in AppConfig.ready().
told_apart: dict[str, Callable[[Person], bool]] = {}
#: Before everything: on the first visit all is new.
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class News:
    heading: str
    topics: list[Topic]
    #: Where the rest stands; empty where this is all.
    rest: str = ""
    #: Whether each line says where it stands.
    places: bool = False


def news_block(request: HttpRequest) -> Block | None:
    person: Person = request.user  # type: ignore[assignment]
    boards = boards_of(request)  # type: ignore[arg-type]
    if not boards:
        return None
    since = news_since(person) or _ALWAYS
    groups = {membership.group_id for membership in memberships(person)}
    own = [board for board in boards if board.space.group_id in groups]
    heading = own[0].space.name if len(own) == 1 else _("Your groups")
    news = [
        _news(_("Answers to you"), _asked(_own, person, boards, since), reverse("notifications"), len(boards) > 1),
        _news(heading, _asked(_others, person, own, since), reverse("board", args=[own[0].pk]) if own else ""),
        _news(
            _("News from the others"),
            _asked(_others, person, [board for board in boards if board not in own], since),
            reverse("network"),
            places=True,
        ),
    ]
    _say(person, boards, [topic for group in news for topic in group.topics], since)
    context = {
        "board": own[0] if own else boards[0],
        "boards": boards,
        "news": [group for group in news if group.topics],
    }
    return Block("forums/news/_news.html", context)


def _asked(
    question: "Callable[..., QuerySet[Topic]]", person: Person, boards: list[Board], since: datetime
) -> list[Topic]:
    if not boards:
        return []
    return asked(question, person, since=since, **{f"board_{number}": board.pk for number, board in enumerate(boards)})


def _news(heading: str, found: list[Topic], rest: str, places: bool = False) -> News:
    return News(heading, found[:SHOWN], rest if len(found) > SHOWN else "", places)


def _unread(person: Person, boards: Iterable[int], since: datetime) -> "QuerySet[Topic]":
    """Topics of these boards where something came since that the person has not read, the latest first."""
    topics: QuerySet[Topic] = Topic.objects.filter(board__in=boards, removed_at=None, last_activity_at__gt=since)
    return (
        topics.filter(not_hidden_from(person))
        .annotate(**of_topics(person))
        .filter(Q(read_position=None) | Q(read_position__lt=F("last_position")))
        .filter(Q(following=None) | ~Q(following=Following.MUTE))
        .exclude(author__in=_kept_away(person))
        .select_related("author")
        .order_by("-last_activity_at", "-pk")
    )


def _from_others(person: Person, since: datetime) -> "QuerySet[Post]":
    others = Post.objects.filter(created_at__gt=since, removed_at=None, hidden_at=None).exclude(author=person.pk)
    return others.exclude(author__in=_kept_away(person))


def _kept_away(person: Person) -> Any:
    """Of whom one wants no news."""
    return KeptAway.objects.filter(person=person.pk).values("whom")


def _own(person: Person, since: datetime, **boards: int) -> "QuerySet[Topic]":
    """What one told, where somebody answered. A letter waits in its envelope instead."""
    answers = _from_others(person, since).filter(topic=OuterRef("pk")).exclude(kind=PostKind.WITNESS)
    return _unread(person, boards.values(), since).filter(Exists(answers), author=person.pk)[: SHOWN + 1]


def _others(person: Person, since: datetime, **boards: int) -> "QuerySet[Topic]":
    """What others told and answered, where the person has not asked for quiet."""
    said = _from_others(person, since).filter(topic=OuterRef("pk"))
    loud = ~Q(board_following=Following.MUTE) | Q(board_following=None) | Q(following=Following.FOLLOW)
    apart = [kind for kind, concerns in told_apart.items() if concerns(person)]
    topics = _unread(person, boards.values(), since).exclude(author=person.pk).exclude(kind__in=apart)
    return topics.filter(loud, Exists(said))[: SHOWN + 1]


# --- in words -----------------------------------------------------------------------------------------------------
def _say(person: Person, boards: list[Board], topics: list[Topic], since: datetime) -> None:
    """Sets `sentence` and `place` on each topic, and where to begin reading."""
    places = {board.pk: board.space.name for board in boards}
    names = _names(person, topics, since)
    for topic in topics:
        mark_unread(topic, person)
        topic.place = places[topic.board_id]  # type: ignore[attr-defined]
        topic.sentence = _sentence(topic, names.get(topic.pk, {}), person, since)  # type: ignore[attr-defined]


def _names(person: Person, topics: list[Topic], since: datetime) -> dict[int, dict[int, str]]:
    """Who answered in each topic since, in the order they did: one query."""
    names: dict[int, dict[int, str]] = {}
    if topics:
        of_topics = {f"topic_{number}": topic.pk for number, topic in enumerate(topics)}
        for topic_id, author_id, name, _first in asked_for_rows(_answers, person, since=since, **of_topics):
            names.setdefault(topic_id, {})[author_id] = name
    return names


def _answers(person: Person, since: datetime, **topics: int) -> "QuerySet[Post, tuple[int, int, str, int]]":
    posts = _from_others(person, since).filter(topic__in=topics.values(), position__gt=0)
    letters_to_oneself = Q(kind=PostKind.WITNESS, topic__author=person.pk)
    return (
        posts.exclude(letters_to_oneself)
        .order_by()
        .values_list("topic_id", "author_id", "author__display_name")
        .annotate(first=Min("position"))
        .order_by("topic_id", "first")
    )


def _sentence(topic: Topic, names: dict[int, str], person: Person, since: datetime) -> str:
    answered = joined([name for pk, name in names.items() if pk != topic.author_id])
    if topic.author_id == person.pk:
        return _to_oneself(topic.kind) % {"names": answered}
    teller = {"name": topic.author.display_name, "names": answered}
    if topic.created_at > since:
        since_then = _("%(names)s answered.") if answered else _("Nobody has answered yet.")
        return " ".join([_told(topic.kind) % teller, since_then % teller])
    if answered:
        return _("%(names)s answered %(name)s.") % teller
    return _("%(name)s has written more.") % teller


def _to_oneself(kind: str) -> str:
    return {
        TopicKind.QUESTION: _("%(names)s answered your question."),
        TopicKind.SPARRING: _("%(names)s answered your question."),
        TopicKind.SUGGESTION: _("%(names)s wrote to your suggestion."),
        TopicKind.CELEBRATION: _("%(names)s wrote to what you celebrate."),
    }.get(TopicKind(kind), _("%(names)s answered what you told."))


def _told(kind: str) -> str:
    return {
        TopicKind.QUESTION: _("%(name)s asks."),
        TopicKind.SPARRING: _("%(name)s asks."),
        TopicKind.SUGGESTION: _("%(name)s suggests something."),
        TopicKind.CELEBRATION: _("%(name)s celebrates something."),
    }.get(TopicKind(kind), _("%(name)s tells."))


def joined(names: list[str]) -> str:
    """Names as one says them: three at most, then "and more"."""
    if len(names) > NAMED:
        return _("%(names)s and more") % {"names": ", ".join(names[:NAMED])}
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
