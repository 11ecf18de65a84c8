"""The demo content stands as written, once, in the right spaces, without a notice to anybody."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from community import clock
from community.chat.models import Message
from community.membership.models import Membership
from community.moderation.models import Case
from community.notifications.models import Notification, OutboxMail
from community.people.models import Person
from company_network.companies.models import Company, Representative
from company_network.offers.models import InternshipOffer
from company_network.practices.models import Practice
from company_network.sparring.models import Sparring
from forums.topics.models import Post, Topic
from home.demo.people import content, demo_people
from youth_network.witnessing.models import STEPS, WitnessResponse


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Once for all that only look at it; each of them in a transaction of its own, within this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The demo, as it was loaded."""


def test_everybody_of_the_file_is_there_with_their_role(demo):
    for one in demo_people():
        person = Person.objects.get(email=one.email)
        assert person.display_name == one.name
        roles = set(Membership.objects.current().filter(person=person).values_list("role", flat=True))
        assert roles == ({one.role} if one.role != "editor" else set())
    assert len(demo_people()) == 27


def spoken_of(kind):
    """What is only there so that the queue has something to look at (home/demo/care.yaml)."""
    return Case.objects.filter(subject_type=kind).values("subject_id")


def test_every_topic_and_answer_stands_as_written(demo):
    file = content()["forum"]
    of_youths = Topic.objects.filter(board__space__kind="youth_group")
    assert of_youths.count() == len(file) == 15
    answers = Post.objects.replies().filter(topic__in=of_youths).exclude(pk__in=spoken_of("post"))
    assert answers.count() == sum(len(topic["svar"]) for topic in file)
    assert WitnessResponse.objects.count() == 6
    for told in file:
        topic = Topic.objects.get(title=told["titel"])
        assert topic.posts.get(position=0).body == told["tekst"]
        assert topic.board.space.network.municipality.lower()[:4] == told["netvaerk"].replace("oe", "ø")[:4]
        for answer, reply in zip(told["svar"], topic.posts.replies().exclude(pk__in=spoken_of("post")), strict=True):
            assert reply.author.email == f"{answer['forfatter']}@demo.example"
            if answer["type"] == "bevidning":
                words = [getattr(reply.witness_response, step) for step in STEPS]
                assert words == list(answer["bevidning"].values())
            else:
                assert reply.body == answer["tekst"]


def test_every_practice_stands_as_written_with_its_answers_and_where_it_was_tried(demo):
    file = content()["virksomhedsopslag"]
    assert Practice.objects.count() == len(file) == 8
    for told in file:
        practice = Practice.objects.select_related("topic").get(topic__title=told["titel"])
        assert practice.situation == told["situation"]
        assert practice.advice == told["raad"]
        assert practice.company is not None
        answers = practice.topic.posts.replies().exclude(pk__in=spoken_of("post")).values_list("body", flat=True)
        assert list(answers) == [answer["tekst"] for answer in told["svar"]]
    assert Practice.objects.get(topic__title="Vi skrev frokosten ind i planen").tries.count() == 2


def test_every_company_has_its_page_its_people_and_its_offers(demo):
    assert Company.objects.count() == 8
    for company in Company.objects.all():
        assert company.day
        assert company.tries
        assert Representative.objects.current().filter(company=company).count() == 1
    assert InternshipOffer.objects.filter(state="published").count() == 4
    assert Sparring.objects.count() == 2
    assert Sparring.objects.filter(closed_at=None).count() == 1


def test_the_morning_talk_stands_in_its_room_in_order(demo):
    messages = list(Message.objects.exclude(pk__in=spoken_of("message")).order_by("seq"))
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
        models = (
            Person,
            Membership,
            Topic,
            Post,
            WitnessResponse,
            Message,
            Company,
            InternshipOffer,
            Practice,
            Sparring,
        )
        return {model: model.objects.count() for model in models}

    before = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == before


def test_loading_mails_and_notifies_nobody(demo, mailoutbox):
    assert mailoutbox == []
    assert not Notification.objects.exists()
    assert not OutboxMail.objects.exists()


def test_one_button_signs_in_as_anybody(demo):
    for one in demo_people():
        client = Client()
        answer = client.post("/demo/sign-in/", {"person": one.id})
        assert answer.status_code == 302, one.id
        page = client.get(answer["Location"], follow=True)
        assert page.status_code == 200, one.id
        assert page.context["user"].email == f"{one.id}@demo.example"


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
