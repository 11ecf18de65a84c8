"""The letter that waits: the main thing of the teller's home until it was on their screen."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from community.people.models import Person
from community.prepared import asked
from community.since_last.blocks import Block
from forums.reading.models import TopicReading
from forums.topics.models import Post, PostKind, url_of


def envelope_block(request: HttpRequest) -> Block | None:
    """The newest letter to this person that they have not had on their screen."""
    for letter in asked(_newest_letter, request.user):  # type: ignore[arg-type]
        return Block("youth_network/witnessing/_envelope.html", {"letter": letter, "url": url_of(letter)})
    return None


def _newest_letter(person: Person) -> "QuerySet[Post]":
    read = TopicReading.objects.filter(
        topic=OuterRef("topic"), person=person.pk, read_position__gte=OuterRef("position")
    )
    letters = Post.objects.visible_to(person).filter(~Exists(read), kind=PostKind.WITNESS, topic__author=person.pk)
    return letters.select_related("author", "topic").order_by("-pk")[:1]
