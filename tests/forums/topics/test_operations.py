"""Telling and answering: what stands afterwards, who is told, and what must not exist."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.activity.models import ActivityRecord
from community.notifications.models import Notification
from community.permissions import Refused
from forums.topics.activity import ReplyPosted
from forums.topics.models import Post, Topic
from forums.topics.operations import post_topic
from tests.tellings import answer_to
from youth_network.witnessing.models import WitnessResponse
from youth_network.witnessing.operations import witness_topic


@pytest.fixture
def board(world):
    return world.torsdagsholdet.space.board


@pytest.fixture
def topic(world, board):
    return post_topic(
        actor=world.freja, board=board, kind="experience", title="Hvor spiser man henne?", body="Trappen."
    )


def test_a_youth_tells_something_on_the_own_board(world, board):
    topic = post_topic(actor=world.freja, board=board, kind="question", title="Hvornår er der pause?")
    assert (topic.author, topic.board, topic.reply_count) == (world.freja, board, 0)
    told = ActivityRecord.objects.filter(kind="topic_posted", subject_id=topic.posts.get().pk, actor=world.freja)
    assert told.count() == 1


@pytest.mark.parametrize("stranger", ["sofie", "yusuf", "emil", "mona", "bo", "ellen", "karla"])
def test_who_does_not_see_the_board_cannot_write_on_it(world, board, topic, stranger):
    person = world.who(stranger)
    with pytest.raises(Refused), transaction.atomic():
        post_topic(actor=person, board=board, kind="experience", title="Hej")
    with pytest.raises(Refused), transaction.atomic():
        answer_to(actor=person, topic=topic, body="Hej")
    assert Topic.objects.count() == 1
    assert Post.objects.replies().count() == 0


def test_a_double_tap_posts_once(world, board, topic):
    uuid = uuid4()
    first = post_topic(actor=world.amina, board=board, kind="experience", title="Én gang", client_uuid=uuid)
    again = post_topic(actor=world.amina, board=board, kind="experience", title="Én gang", client_uuid=uuid)
    assert first == again
    answer = answer_to(actor=world.amina, topic=topic, body="Ja", client_uuid=uuid)
    assert answer_to(actor=world.amina, topic=topic, body="Ja", client_uuid=uuid) == answer
    topic.refresh_from_db()
    assert topic.reply_count == 1
    assert ActivityRecord.objects.filter(kind__in=["topic_posted", "reply_posted"]).count() == 3


def test_answers_stand_in_order_and_the_topic_keeps_count(world, topic):
    moment = clock.now()
    for number, name in enumerate(("amina", "jonas", "freja"), start=1):
        with clock.at(moment):
            reply = answer_to(actor=world.who(name), topic=topic, body=f"Svar {number}")
        assert reply.position == number
    topic.refresh_from_db()
    assert (topic.reply_count, topic.last_author, topic.last_activity_at) == (3, world.freja, moment)


def test_the_teller_and_those_who_answered_are_told_and_nobody_else(world, topic):
    answer_to(actor=world.amina, topic=topic, body="Det kender jeg")
    answer_to(actor=world.signe, topic=topic, body="Godt spurgt")
    reply = answer_to(actor=world.jonas, topic=topic, body="Også mig")
    told = {person.display_name for person in ReplyPosted(actor=world.jonas, post=reply).recipients()}
    assert told == {"Freja", "Amina", "Signe"}


def test_who_may_no_longer_see_it_is_not_told(world, topic):
    from community.membership.operations import end_membership

    answer_to(actor=world.amina, topic=topic, body="Det kender jeg")
    end_membership(actor=world.signe, membership=world.membership("amina"))
    reply = answer_to(actor=world.jonas, topic=topic, body="Også mig")
    told = Notification.objects.filter(subject_id=reply.pk, subject_type="forums.post")
    assert [news.recipient.display_name for news in told] == ["Freja"]


def test_a_bevidning_is_a_reply_of_four_steps_of_which_some_may_be_empty(world, topic):
    reply = witness_topic(actor=world.amina, topic=topic, words={"expression": "Så spurgte jeg bare."})
    assert [passage["text"] for passage in reply.witness_response.passages()] == ["Så spurgte jeg bare."]
    with pytest.raises(IntegrityError), transaction.atomic():
        witness_topic(actor=world.jonas, topic=topic, words={})
    assert WitnessResponse.objects.count() == 1
    topic.refresh_from_db()
    assert topic.reply_count == 1
