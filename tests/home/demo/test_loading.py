"""The demo content stands as written, once, in the right spaces, without a notice to anybody."""

import pytest
from django.core.management import call_command

from community import clock
from community.chat.models import Message
from community.membership.models import Membership
from community.notifications.models import Notification, OutboxMail
from community.people.models import Person
from forums.topics.models import Post, Topic
from home.demo.people import content, demo_people
from youth_network.witnessing.models import STEPS, WitnessResponse


@pytest.fixture
def demo(db):
    call_command("load_demo", verbosity=0)


def test_everybody_of_the_file_is_there_with_their_role(demo):
    for one in demo_people():
        person = Person.objects.get(email=one.email)
        assert person.display_name == one.name
        roles = set(Membership.objects.current().filter(person=person).values_list("role", flat=True))
        assert roles == ({one.role} if one.role != "editor" else set())
    assert len(demo_people()) == 27


def test_every_topic_and_answer_stands_as_written(demo):
    file = content()["forum"]
    assert Topic.objects.count() == len(file) == 15
    assert Post.objects.replies().count() == sum(len(topic["svar"]) for topic in file)
    assert WitnessResponse.objects.count() == 6
    for told in file:
        topic = Topic.objects.get(title=told["titel"])
        assert topic.posts.get(position=0).body == told["tekst"]
        assert topic.board.space.network.municipality.lower()[:4] == told["netvaerk"].replace("oe", "ø")[:4]
        for answer, reply in zip(told["svar"], topic.posts.replies(), strict=True):
            assert reply.author.email == f"{answer['forfatter']}@demo.example"
            if answer["type"] == "bevidning":
                words = [getattr(reply.witness_response, step) for step in STEPS]
                assert words == list(answer["bevidning"].values())
            else:
                assert reply.body == answer["tekst"]


def test_the_morning_talk_stands_in_its_room_in_order(demo):
    messages = list(Message.objects.order_by("seq"))
    assert [message.body for message in messages] == [line["tekst"] for line in content()["chat"]]
    assert {message.room.space.name for message in messages} == {"Torsdagsholdet"}
    assert all(message.sent_at <= clock.now() for message in messages)


def test_nothing_lies_in_the_future_and_answers_follow_their_topic(demo):
    for topic in Topic.objects.all():
        times = [topic.created_at, *(reply.created_at for reply in topic.posts.replies())]
        assert times == sorted(times)
        assert times[-1] <= clock.now()
        assert topic.last_activity_at == times[-1]


def test_loading_again_changes_nothing(demo):
    def counts():
        return {model: model.objects.count() for model in (Person, Membership, Topic, Post, WitnessResponse, Message)}

    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before


def test_loading_mails_and_notifies_nobody(demo, mailoutbox):
    assert mailoutbox == []
    assert not Notification.objects.exists()
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("person", [one.id for one in demo_people()])
def test_one_button_signs_in_as_anybody(demo, client, person):
    answer = client.post("/demo/sign-in/", {"person": person})
    assert answer.status_code == 302
    page = client.get(answer["Location"], follow=True)
    assert page.status_code == 200
    assert page.context["user"].email == f"{person}@demo.example"


def test_outside_a_demonstration_there_is_no_such_door(demo, client, settings):
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"person": "freja"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/demo/", "/"])
def test_every_page_of_a_demonstration_says_so(demo, client, settings, address):
    meta = content()["meta"]
    page = client.get(address).content.decode()
    assert meta["demo_mærkat"] in page
    assert meta["uafhængighed"] in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/en/" if address == "/" else address).content.decode()
    assert "Demo: People, companies and posts are made up." in page
