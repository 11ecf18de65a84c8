"""The letter that waits: the main thing of the teller's home until it was on their screen."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from community.since_last.blocks import Block
from forums.reading.models import TopicReading
from forums.topics.models import Post, PostKind, url_of


def envelope_block(request: HttpRequest) -> Block | None:
    """The newest letter to this person that they have not had on their screen."""
    read = TopicReading.objects.filter(
        topic=OuterRef("topic"),
        person=request.user,  # type: ignore[misc]
        read_position__gte=OuterRef("position"),
    )
    letter = (
        Post.objects.visible_to(request.user)  # type: ignore[arg-type]
        .filter(~Exists(read), kind=PostKind.WITNESS, topic__author_id=request.user.pk)
        .select_related("author", "topic")
        .order_by("-pk")
        .first()
    )
    if letter is None:
        return None
    return Block("youth_network/witnessing/_envelope.html", {"letter": letter, "url": url_of(letter)})
