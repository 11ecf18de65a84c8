"""From the chat to the forum and to the agenda: one's own at once, another's with the author's yes, and no secret."""

from uuid import uuid4

import pytest

from community.asks.models import Ask
from community.asks.operations import answer_ask
from community.chat.models import Room
from community.chat.operations import delete_message
from community.chat.saying import send_message
from community.chat.talks import begin_talk
from community.permissions import Refused
from forums.topics.from_messages import make_topic_from_message
from forums.topics.models import Topic
from youth_network.agendas.from_messages import propose_from_message
from youth_network.agendas.models import AgendaItem

pytestmark = pytest.mark.django_db

WORDS = "Hvad tager man på til et event?"


@pytest.fixture
def room(world):
    return world.torsdagsholdet.space.room


def say(actor, room, body=WORDS):
    return send_message(actor=actor, room=room, body=body, client_uuid=uuid4())[0]


def test_ones_own_words_become_a_topic_on_the_board_of_the_room_once(world, room, browse):
    message = say(world.freja, room)
    freja = browse("freja")
    page = freja.get(f"/messages/{message.pk}/topic/").content.decode()
    assert WORDS in page
    assert "Gør det til et emne" in page
    assert freja.post(f"/messages/{message.pk}/topic/").status_code == 302
    topic = Topic.objects.get()
    assert (topic.title, topic.author_id, topic.kind) == (WORDS, world.freja.pk, "question")
    assert topic.board.space == room.space
    assert make_topic_from_message(actor=world.freja, message=message) == topic
    assert Topic.objects.count() == 1


def test_a_long_message_lends_its_beginning_and_keeps_all_its_words(world, room):
    words = (
        "Første gang jeg stod i kantinen, vidste jeg ikke, hvor jeg skulle gøre af mine hænder, og så sagde en: kom. "
        * 2
    )
    topic = make_topic_from_message(actor=world.freja, message=say(world.freja, room, words))
    assert len(topic.title) <= 80
    assert topic.posts.get(position=0).body == words.strip()
    assert topic.kind == "experience"


def test_anothers_words_wait_for_a_yes(world, room, browse):
    message = say(world.freja, room)
    amina = browse("amina")
    assert "Spørg Freja" in amina.get(f"/messages/{message.pk}/topic/").content.decode()
    amina.post(f"/messages/{message.pk}/topic/")
    assert not Topic.objects.exists()
    ask = Ask.objects.get()
    assert WORDS in browse("freja").get(f"/asks/{ask.pk}/").content.decode()
    answer_ask(actor=world.freja, ask=ask, yes=True)
    topic = Topic.objects.get()
    assert topic.author_id == world.freja.pk
    assert f"/topics/{topic.pk}/" in browse("amina").get(f"/asks/{ask.pk}/").content.decode()


def test_a_no_leaves_it_in_the_chat_and_is_not_asked_again(world, room):
    message = say(world.freja, room)
    ask = make_topic_from_message(actor=world.amina, message=message)
    answer_ask(actor=world.freja, ask=ask, yes=False)
    assert not Topic.objects.exists()
    with pytest.raises(Refused):
        make_topic_from_message(actor=world.amina, message=message)


def test_words_go_to_the_agenda_of_ones_group(world, room, browse):
    message = say(world.freja, room)
    assert browse("freja").post(f"/messages/{message.pk}/agenda/").status_code == 302
    item = AgendaItem.objects.get()
    assert (item.title, item.group_id, item.proposer.person_id) == (WORDS, world.torsdagsholdet.pk, world.freja.pk)
    assert propose_from_message(actor=world.freja, message=message) == item
    other = say(world.amina, room, "Skal vi have kage med?")
    ask = propose_from_message(actor=world.freja, message=other)
    answer_ask(actor=world.amina, ask=ask, yes=True)
    assert AgendaItem.objects.get(title="Skal vi have kage med?").proposer.person_id == world.freja.pk


@pytest.mark.parametrize("name", ["signe", "tine", "sofie", "mona", "ellen"])
def test_the_agenda_belongs_to_the_youths_of_the_group(world, room, name, browse):
    message = say(world.freja, room)
    with pytest.raises(Refused):
        propose_from_message(actor=world.who(name), message=message)
    assert browse(name).post(f"/messages/{message.pk}/agenda/").status_code == 404
    assert not AgendaItem.objects.exists()
    assert not Ask.objects.exists()


def test_what_was_said_alone_or_taken_back_is_never_asked_for(world, room, browse):
    talk = begin_talk(actor=world.freja, other=world.amina, network_id=world.roskilde.pk)
    alone, gone = say(world.freja, talk), say(world.freja, room, "væk igen")
    delete_message(actor=world.freja, message=gone)
    for message in (alone, gone):
        for name in ("freja", "amina"):
            for deed in (make_topic_from_message, propose_from_message):
                with pytest.raises(Refused):
                    deed(actor=world.who(name), message=message)
            for to in ("topic", "agenda"):
                assert browse(name).get(f"/messages/{message.pk}/{to}/").status_code == 404
    assert not Ask.objects.exists()


def test_the_message_offers_both_ways_to_youths_and_one_to_staff(world, room, browse):
    message = say(world.freja, room)
    address = f"/chat/{room.pk}/messages/{message.seq}/"
    for name, topic, agenda in (("amina", True, True), ("signe", True, False)):
        page = browse(name).get(address).content.decode()
        assert (f"/messages/{message.pk}/topic/" in page, f"/messages/{message.pk}/agenda/" in page) == (topic, agenda)
    company = Room.objects.get(space__network=world.roskilde, space__kind="company")
    said = say(world.mona, company)
    page = browse("mona").get(f"/chat/{company.pk}/messages/{said.seq}/").content.decode()
    assert "/topic/" in page
    assert "/agenda/" not in page
