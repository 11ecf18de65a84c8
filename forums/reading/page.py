"""What reading adds to the pages of topics, without a question of its own: it travels with theirs."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from community.people.models import Person
from community.permissions import MemberRequest
from forums.reading.models import BoardReading, Following, SavedPost, TopicReading
from forums.topics.models import Post, Topic
from forums.topics.parts import Stance


def readings_of(person: Person) -> dict[str, Any]:
    """How far the person has read each topic of a query, and whether they follow it, or its board."""
    return {
        "mine": FilteredRelation("readings", condition=Q(readings__person=person.pk)),
        "read_position": F("mine__read_position"),
        "following": F("mine__following"),
        "mine_of_board": FilteredRelation("board__readings", condition=Q(board__readings__person=person.pk)),
        "board_following": F("mine_of_board__following"),
    }


def board_readings_of(person: Person) -> dict[str, Any]:
    """What the person chose about each board of a query."""
    return {
        "mine": FilteredRelation("readings", condition=Q(readings__person=person.pk)),
        "following": F("mine__following"),
    }


def saves_of(person: Person, post: str) -> dict[str, Any]:
    """Which posts of a query the person has saved."""
    return {"saved": Exists(SavedPost.objects.filter(post=OuterRef(post), person=person.pk))}


def saved(request: MemberRequest, topic: Topic, posts: list[Post]) -> Callable[[Post], Stance]:
    """Whether the reader saved a post, and how many have read the story."""
    readers = readers_of(topic)
    return lambda post: {"saved": bool(getattr(post, "saved", False)), "readers": "" if post.position else readers}


def audience(post: Post) -> tuple[Q, Q]:
    """Who also wants to hear of this answer, and who wants to hear of none.

    Who muted the whole board hears of answers on their own topic and to their own words, and where they follow the
    topic: the nearer choice goes before the wider one.
    """
    chosen = TopicReading.objects.filter(topic=post.topic_id)
    followers = Q(pk__in=chosen.filter(following=Following.FOLLOW).values("person_id"))
    quiet_board = BoardReading.objects.filter(board=post.topic.board_id, following=Following.MUTE)
    about = [post.topic.author_id, *([post.answers_to.author_id] if post.answers_to else [])]
    return (
        followers,
        Q(pk__in=chosen.filter(following=Following.MUTE).values("person_id"))
        | (Q(pk__in=quiet_board.values("person_id")) & ~Q(pk__in=about) & ~followers),
    )


def board_followers(topic: Topic) -> Q:
    """Who wants to hear of every new topic on its board."""
    following = BoardReading.objects.filter(board=topic.board_id, following=Following.FOLLOW)
    return Q(pk__in=following.values("person_id"))


#: Fewer than this says too much about who.
FEWEST_READERS = 3


def readers_of(topic: Topic) -> str:
    """How many have read it, in words: silence is not rejection. Never who, and nothing while they are few."""
    if topic.reader_count < FEWEST_READERS:
        return ""
    words = {3: _("Three"), 4: _("Four"), 5: _("Five"), 6: _("Six"), 7: _("Seven"), 8: _("Eight"), 9: _("Nine")}
    return _("%(many)s have read it") % {"many": words.get(topic.reader_count, topic.reader_count)}
