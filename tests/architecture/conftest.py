"""The world that the tables of this folder are walked in."""

from uuid import uuid4

import pytest
from wagtail.users.models import UserProfile

from community.chat.saying import send_message
from community.people.models import Person
from forums.topics.operations import post_topic
from tests.architecture.canaries import CANARY, NUMBER
from tests.tellings import answer_to


@pytest.fixture
def canary_world(world):
    # As of an editor who has seen Wagtail's bar before.
    UserProfile.get_for_user(world.people["karla"])
    Person.objects.filter(pk=world.people["freja"].pk).update(phone=NUMBER)
    world.topic = post_topic(
        actor=world.freja,
        board=world.torsdagsholdet.space.board,
        kind="experience",
        title=CANARY,
        body=CANARY,
    )
    send_message(actor=world.freja, room=world.torsdagsholdet.space.room, body=CANARY, client_uuid=uuid4())
    answer_to(actor=world.amina, topic=world.topic, body=CANARY)
    return world
