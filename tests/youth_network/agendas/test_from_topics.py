"""Putting a topic on the agenda: one's own at once, another's after its author's yes, with no hurt when it is no."""

import pytest

from community.asks.models import Ask
from community.asks.operations import answer_ask, take_back_ask
from community.membership.operations import end_membership
from community.notifications.models import Notification
from community.permissions import Refused
from forums.boards.models import Board
from forums.topics.operations import post_topic
from tests.tellings import TITLE, youth_topic
from tests.youth_network.agendas.table import lay_meeting
from youth_network.agendas.from_topics import propose_from_topic
from youth_network.agendas.models import AgendaItem
from youth_network.agendas.operations import AlreadyOnTheTable

pytestmark = pytest.mark.django_db


def told(kind):
    names = Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return sorted(email.partition("@")[0] for email in names)


def test_ones_own_topic_lies_there_at_once(world, tuesday):
    item = propose_from_topic(actor=world.freja, topic=youth_topic(world), group=world.torsdagsholdet)
    assert (item.title, item.topic.title) == (TITLE, TITLE)
    with pytest.raises(AlreadyOnTheTable):
        propose_from_topic(actor=world.amina, topic=item.topic, group=world.torsdagsholdet)


def test_anothers_topic_lies_there_after_its_authors_yes(world, tuesday):
    topic = youth_topic(world)
    ask = propose_from_topic(actor=world.amina, topic=topic, group=world.torsdagsholdet)
    assert propose_from_topic(actor=world.jonas, topic=topic, group=world.torsdagsholdet) == ask
    assert told("ask_made") == ["freja"]
    assert not AgendaItem.objects.exists()
    for who in ("amina", "jonas", "signe"):
        with pytest.raises(Refused):
            answer_ask(actor=world.who(who), ask=ask, yes=True)
    answer_ask(actor=world.freja, ask=ask, yes=True)
    answer_ask(actor=world.freja, ask=ask, yes=True)
    item = AgendaItem.objects.get()
    assert (item.proposer, item.topic) == (world.membership("amina"), topic)
    assert told("ask_granted") == ["amina"]


def test_of_a_no_nobody_is_told_and_the_same_person_does_not_ask_again(world, tuesday, browse):
    topic = youth_topic(world)
    ask = propose_from_topic(actor=world.amina, topic=topic, group=world.torsdagsholdet)
    before = Notification.objects.count()
    answer_ask(actor=world.freja, ask=ask, yes=False)
    assert Notification.objects.count() == before
    assert not AgendaItem.objects.exists()
    with pytest.raises(Refused):
        propose_from_topic(actor=world.amina, topic=topic, group=world.torsdagsholdet)
    other = propose_from_topic(actor=world.jonas, topic=topic, group=world.torsdagsholdet)
    assert other != ask, "Jonas does not learn of a no to Amina"
    assert "helt i orden" in browse("amina").get(f"/asks/{ask.pk}/").content.decode()
    for who in ("jonas", "signe", "sofie", "mona"):
        assert browse(who).get(f"/asks/{ask.pk}/").status_code == 404


def test_a_question_is_taken_back(world, tuesday):
    ask = propose_from_topic(actor=world.amina, topic=youth_topic(world), group=world.torsdagsholdet)
    with pytest.raises(Refused):
        take_back_ask(actor=world.freja, ask=ask)
    take_back_ask(actor=world.amina, ask=ask)
    with pytest.raises(Refused):
        answer_ask(actor=world.freja, ask=ask, yes=True)
    assert Ask.objects.get().state == "taken_back"


@pytest.mark.parametrize("who", ["sofie", "yusuf", "emil", "mona", "signe", "tine", "visitor"])
def test_nobody_else_puts_it_on_this_groups_agenda(world, tuesday, who):
    with pytest.raises(Refused):
        propose_from_topic(actor=world.who(who), topic=youth_topic(world), group=world.torsdagsholdet)
    assert not Ask.objects.exists()


def forum_topic(world, teller):
    board = Board.objects.get(space__kind="youth_forum", space__network=world.roskilde)
    return post_topic(actor=world.who(teller), board=board, kind="experience", title=TITLE, body="x")


def test_a_topic_of_the_forum_shows_its_life_only_to_those_who_see_the_group(world, tuesday, browse):
    topic = forum_topic(world, "freja")
    propose_from_topic(actor=world.freja, topic=topic, group=world.torsdagsholdet)
    address = f"/topics/{topic.pk}/"
    assert "På dagsordenen hos Torsdagsholdet" in browse("amina").get(address).content.decode()
    assert "På dagsordenen hos Torsdagsholdet" in browse("signe").get(address).content.decode()
    page = browse("sofie").get(address).content.decode()
    assert TITLE in page
    assert "På dagsordenen hos" not in page


def test_anothers_group_may_ask_for_a_topic_of_the_forum(world, tuesday):
    topic = forum_topic(world, "freja")
    lay_meeting(world.mandagsholdet)
    ask = propose_from_topic(actor=world.sofie, topic=topic, group=world.mandagsholdet)
    answer_ask(actor=world.freja, ask=ask, yes=True)
    assert AgendaItem.objects.get().group == world.mandagsholdet


def test_a_yes_to_somebody_who_has_left_the_group_puts_nothing_there(world, tuesday):
    ask = propose_from_topic(actor=world.amina, topic=youth_topic(world), group=world.torsdagsholdet)
    end_membership(actor=world.signe, membership=world.membership("amina"))
    answer_ask(actor=world.freja, ask=ask, yes=True)
    assert Ask.objects.get().state == "taken_back"
    assert not AgendaItem.objects.exists()


def test_a_second_asker_of_the_group_learns_that_it_waits(world, tuesday, browse):
    topic = youth_topic(world)
    propose_from_topic(actor=world.amina, topic=topic, group=world.torsdagsholdet)
    page = browse("jonas").post(f"/topics/{topic.pk}/agenda/{world.torsdagsholdet.pk}/", follow=True).content.decode()
    assert "En fra jeres hold har allerede spurgt" in page


def test_an_answer_that_says_neither_yes_nor_no_answers_nothing(world, tuesday, browse):
    ask = propose_from_topic(actor=world.amina, topic=youth_topic(world), group=world.torsdagsholdet)
    browse("freja").post(f"/asks/{ask.pk}/answer/", {})
    assert Ask.objects.get().state == "open"
