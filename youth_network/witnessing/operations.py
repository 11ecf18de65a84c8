"""Witnessing what somebody told."""

from uuid import UUID

from django.db import transaction

from community.people.models import Person
from forums.topics.models import Post, PostKind, Topic
from forums.topics.operations import post_reply
from youth_network.witnessing.activity import TopicWitnessed
from youth_network.witnessing.models import STEPS, WitnessResponse


@transaction.atomic
def witness_topic(*, actor: Person, topic: Topic, words: dict[str, str], client_uuid: UUID | None = None) -> Post:
    """Answer a topic with a bevidning; `words` holds the steps that were not left empty.

    The teller is notified, nobody else. The database refuses a bevidning without any words.
    Raises Refused where the actor does not see the topic or tells it.
    """
    steps = {step: words.get(step, "") for step in STEPS}
    return post_reply(
        actor=actor,
        topic=topic,
        kind=PostKind.WITNESS,
        client_uuid=client_uuid,
        activity=TopicWitnessed,
        add_to=lambda post: WitnessResponse.objects.create(post=post, **steps),
    )
