"""A consultant proposes; the author decides how far it is read."""

import pytest
from django.urls import reverse

from community.asks.models import Ask
from community.membership.operations import end_membership
from company_network.companies.models import Representative
from tests.shared_practice import share, workplaces


@pytest.fixture
def places(world):
    return workplaces(world)


@pytest.fixture
def topic(world, places):
    return share(world, "mona")


def propose(browse, who, topic):
    return browse(who).post(reverse("propose_sharing", args=[topic.pk]))


def test_the_author_says_yes_and_the_others_read_it(world, browse, topic):
    assert "Foreslå at dele det" in browse("signe").get(reverse("topic", args=[topic.pk])).content.decode()
    assert propose(browse, "signe", topic).status_code == 302
    ask = Ask.objects.get()
    asked = browse("mona").get(reverse("ask", args=[ask.pk])).content.decode()
    assert "Virksomheder og ansatte i alle netværk" in asked
    assert browse("line").get(reverse("topic", args=[topic.pk])).status_code == 404
    browse("mona").post(reverse("answer_ask", args=[ask.pk]), {"yes": "1"})
    topic.refresh_from_db()
    assert topic.reach == "across"
    page = reverse("company", args=[topic.practice.company_id])
    assert f'href="{page}"' in browse("rashid").get(reverse("topic", args=[topic.pk])).content.decode()
    # The workplace's own page stays in the network, and no link leads to what is not there.
    elsewhere = browse("line").get(reverse("topic", args=[topic.pk]))
    assert elsewhere.status_code == 200
    assert f'href="{page}"' not in elsewhere.content.decode()


def test_a_no_leaves_it_where_it_is_and_is_not_asked_again(world, browse, topic):
    propose(browse, "signe", topic)
    browse("mona").post(reverse("answer_ask", args=[Ask.objects.get().pk]), {"yes": "0"})
    topic.refresh_from_db()
    assert topic.reach == "space"
    propose(browse, "signe", topic)
    assert Ask.objects.filter(state="open").count() == 0


def test_only_the_networks_consultants_propose(world, browse, topic):
    for who in ("rashid", "tine", "mona"):
        propose(browse, who, topic)
    for who in ("line", "bo", "ellen", "freja"):
        assert propose(browse, who, topic).status_code == 404
    assert not Ask.objects.exists()


def test_when_the_author_has_left_somebody_of_the_company_is_asked(world, browse, topic, places):
    Representative.objects.filter(membership=world.membership("rashid")).update(company=places.kanelkajen)
    end_membership(actor=world.signe, membership=world.membership("mona"))
    propose(browse, "signe", topic)
    ask = Ask.objects.get()
    assert ask.author == world.people["rashid"]
    browse("rashid").post(reverse("answer_ask", args=[ask.pk]), {"yes": "1"})
    topic.refresh_from_db()
    assert topic.reach == "across"
