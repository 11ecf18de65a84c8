"""Asking an author: bounded, never nagging, gone with the thing it is about. What a yes does is tested where it is done
(tests/youth_network/agendas/test_from_topics.py)."""

import pytest

from community import clock
from community.asks.models import Ask
from community.asks.operations import MOST_OPEN, ask_author, take_back_ask
from community.notifications.models import Notification
from community.permissions import Refused
from forums.topics.operations import post_topic
from forums.writing.operations import remove_post
from tests.tellings import NOON, youth_board
from youth_network.agendas.from_topics import PURPOSE

pytestmark = pytest.mark.django_db

TITLE = "Canaryask 51cd"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(NOON):
        yield


def tell(world, title=TITLE):
    return post_topic(actor=world.freja, board=youth_board(world), kind="experience", title=title, body="x")


def ask(world, topic, who="amina"):
    return ask_author(actor=world.who(who), purpose=PURPOSE, subject=topic, place_id=world.torsdagsholdet.pk)


def test_ones_own_is_not_asked_for(world):
    with pytest.raises(Refused, match="dit eget"):
        ask(world, tell(world), "freja")


def test_ten_may_wait_and_what_is_gone_waits_for_nobody(world):
    topics = [tell(world, f"Emne {number}") for number in range(MOST_OPEN + 1)]
    for topic in topics[:MOST_OPEN]:
        ask(world, topic)
    with pytest.raises(Refused):
        ask(world, topics[-1])
    assert Ask.objects.count() == MOST_OPEN
    remove_post(actor=world.freja, post=topics[0].posts.get(position=0))
    assert ask(world, topics[-1]).state == "open"


def test_asked_taken_back_and_asked_again_is_told_once(world):
    topic = tell(world)
    first = ask(world, topic)
    for _again in range(3):
        take_back_ask(actor=world.amina, ask=first)
        assert ask(world, topic) == first
    assert Ask.objects.get().state == "open"
    assert Notification.objects.filter(kind="ask_made", recipient=world.freja).count() == 1


def test_a_question_about_what_is_gone_is_gone_everywhere(world, browse):
    topic = tell(world)
    asked = ask(world, topic)
    freja, amina = browse("freja"), browse("amina")
    assert "Amina spørger dig" in freja.get("/since-last/").content.decode()
    assert "Amina spørger, om" in freja.get("/notifications/").content.decode()
    remove_post(actor=world.freja, post=topic.posts.get(position=0))
    assert "Amina spørger dig" not in freja.get("/since-last/").content.decode()
    assert "Amina spørger" not in freja.get("/notifications/").content.decode()
    for client in (freja, amina):
        assert client.get(f"/asks/{asked.pk}/").status_code == 404
    assert freja.post(f"/asks/{asked.pk}/answer/", {"yes": "1"}).status_code == 404
    assert Ask.objects.get().state == "open"


def test_the_page_of_a_question_costs_the_same_whatever_else_waits(world, browse, django_assert_num_queries):
    asked = ask(world, tell(world))
    client = browse("freja")
    client.get(f"/asks/{asked.pk}/")
    with django_assert_num_queries(QUERIES):
        client.get(f"/asks/{asked.pk}/")
    for number in range(5):
        ask(world, tell(world, f"Emne {number}"), "jonas")
    with django_assert_num_queries(QUERIES):
        client.get(f"/asks/{asked.pk}/")


#: Session, person, memberships; the question, its thing, the group's name twice; both marks of the shell.
QUERIES = 8
