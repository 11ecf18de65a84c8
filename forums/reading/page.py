"""What reading adds to the pages of topics, without a question of its own: it travels with theirs."""

from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _

from community.people.models import Person
from community.permissions import MemberRequest
from forums.reading.models import Following, SavedPost, TopicReading
from forums.topics.models import Post, Topic


def readings_of(person: Person) -> dict[str, Any]:
    """How far the person has read each topic of a query, and whether they follow it."""
    return {
        "mine": FilteredRelation("readings", condition=Q(readings__person=person.pk)),
        "read_position": F("mine__read_position"),
        "following": F("mine__following"),
    }


def saves_of(person: Person) -> dict[str, Any]:
    """Which posts of a query the person has saved."""
    return {"saved": Exists(SavedPost.objects.filter(post=OuterRef("pk"), person=person.pk))}


def audience(topic: Topic) -> tuple[Q, Q]:
    """Who also wants to hear of answers here, and who wants to hear of none."""
    chosen = TopicReading.objects.filter(topic=topic)
    return (
        Q(pk__in=chosen.filter(following=Following.FOLLOW).values("person_id")),
        Q(pk__in=chosen.filter(following=Following.MUTE).values("person_id")),
    )


#: Fewer than this says too much about who.
FEWEST_READERS = 3


def readers_sentence(request: MemberRequest, topic: Topic, posts: list[Post]) -> dict[str, Any]:
    """How many have read it, in words: silence is not rejection. Never who, and nothing while they are few."""
    if topic.reader_count < FEWEST_READERS:
        return {"readers": ""}
    words = {3: _("Three"), 4: _("Four"), 5: _("Five"), 6: _("Six"), 7: _("Seven"), 8: _("Eight"), 9: _("Nine")}
    return {"readers": _("%(many)s have read it") % {"many": words.get(topic.reader_count, topic.reader_count)}}
