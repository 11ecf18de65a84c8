"""The link of a mail about the company space: where it leads, for how long, and that it harms nothing."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail as sent_mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community import clock
from community.membership.operations import deactivate_person
from community.notifications import kinds
from community.notifications.links import LASTS, link_to, read_link
from community.people.models import Person
from tests.tellings import NOON, answer, company_topic, deliver_after

#: The same hour, after everybody came in.
NEXT_NOON = NOON + timedelta(weeks=52)


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def topic(world):
    return company_topic(world, "rashid")


def link_for(world, topic, who="mona"):
    address = link_to(world.who(who), kinds.named("reply_posted"), f"/topics/{topic.pk}/")
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def door(onward):
    return {"next": [onward]}


def leads_to_the_door(response, onward):
    there = urlsplit(response.headers["Location"])
    return (
        response.status_code == 302 and there.path == reverse("account_login") and parse_qs(there.query) == door(onward)
    )


def test_the_mail_holds_one_such_link_for_each_item(world):
    with clock.at(NEXT_NOON):
        topic = company_topic(world)
        reply = answer(world, topic, "rashid")
        deliver_after()
        (message,) = sent_mail.outbox
        for part in (message.body, message.alternatives[0][0].replace("&amp;", "&")):
            (address,) = re.findall(r"https?://\S+/from-mail/\?link=[^\s\"<]+", part)
            link = read_link(parse_qs(urlsplit(address).query)["link"][0])
            assert link.person == world.mona
            assert link.onward == f"/topics/{topic.pk}/?at={reply.position}#post-{reply.position}"


def test_a_look_at_the_link_says_where_it_leads_and_sends_and_changes_nothing(world, topic):
    before = sent_mail.outbox[:]
    for method in ("get", "head", "get"):
        client = Client()
        page = getattr(client, method)(link_for(world, topic))
        assert page.status_code == 200
        assert "_auth_user_id" not in client.session
        assert not client.session.get("account_login")
    said = page.content.decode()
    assert "Linket i din mail fører hertil: Nogen har svaret, hvor du har fortalt eller svaret." in said
    assert "m•••@example.com" in said
    # Of what is behind it, and of whose it is, the page says nothing.
    for inner in ("mona@", "Canary", "Rashid", "Mona", "Roskilde"):
        assert inner not in said
    assert sent_mail.outbox == before


def test_the_button_sends_the_code_the_second_factor_is_kept_and_one_lands_on_the_item(world, topic):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(world.mona, secret)
    client = Client()
    page = client.get(link_for(world, topic))
    sent = client.post(reverse("come_in"), {"link": page.context["link"]})
    assert sent.status_code == 302
    typing = client.get(sent.url)
    assert "m•••@example.com" in typing.content.decode()
    assert "mona@example.com" not in typing.content.decode()
    (message,) = sent_mail.outbox
    assert message.to == ["mona@example.com"]
    code = re.search(r"\b\d{6}\b", message.body).group()
    there = urlsplit(sent.url)
    onwards = client.post(there.path, {"code": code, "next": parse_qs(there.query)["next"][0]})
    # The code alone opens nothing to a company.
    assert "/second-factor/" in onwards.url
    assert client.get(f"/topics/{topic.pk}/").status_code == 302
    factor = client.get(onwards.url)
    proof = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    landed = client.post(urlsplit(onwards.url).path, {"code": proof})
    assert factor.status_code == 200
    assert landed.status_code == 302
    assert landed.url == f"/topics/{topic.pk}/"
    assert "Canarywords" in client.get(landed.url).content.decode()
    assert Authenticator.objects.get().user == world.mona


def test_whoever_is_signed_in_goes_straight_there_as_themselves(world, browse, topic):
    address = link_for(world, topic)
    for who, status in (("mona", 200), ("signe", 200), ("line", 404), ("freja", 404)):
        client = browse(who)
        for method in ("get", "post"):
            onward = getattr(client, method)(address)
            assert (onward.status_code, onward.url) == (302, f"/topics/{topic.pk}/")
        there = client.get(onward.url)
        assert there.status_code == status
        assert ("Linket stod i en mail til en anden" in there.content.decode()) == (who != "mona")
        assert client.session["_auth_user_id"] == str(world.who(who).pk)
    assert sent_mail.outbox == []


def test_late_it_leads_to_the_ordinary_door_and_from_there_on(world, topic):
    with clock.at(NEXT_NOON):
        address = link_for(world, topic)
    for late, offers in ((LASTS - timedelta(minutes=1), True), (LASTS + timedelta(minutes=1), False)):
        with clock.at(NEXT_NOON + late):
            page = Client().get(address)
            assert (page.status_code == 200) == offers
            if not offers:
                assert leads_to_the_door(page, f"/topics/{topic.pk}/")
                posted = Client().post(reverse("come_in"), {"link": parse_qs(urlsplit(address).query)["link"][0]})
                assert leads_to_the_door(posted, f"/topics/{topic.pk}/")
    assert sent_mail.outbox == []


def test_for_somebody_who_left_it_is_an_ordinary_door(world, topic):
    address = link_for(world, topic)
    deactivate_person(actor=world.mona, person=world.mona)
    assert leads_to_the_door(Client().get(address), f"/topics/{topic.pk}/")
    assert sent_mail.outbox == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda link, other: link[:-1] + ("A" if link[-1] != "A" else "B"),
        lambda link, other: link.replace(link.split(":")[0], str(other), 1),
        lambda link, other: link.replace("reply_posted", "topic_posted"),
        lambda link, other: link.rpartition(":")[0],
        lambda link, other: link + ":x",
    ],
)
def test_tampered_with_it_sends_nothing_to_anybody(world, topic, tamper):
    link = parse_qs(urlsplit(link_for(world, topic)).query)["link"][0]
    wrong = tamper(link, world.people["rashid"].pk)
    for client, send in ((Client(), "get"), (Client(), "post")):
        response = getattr(client, send)(reverse("come_in"), {"link": wrong})
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
    assert sent_mail.outbox == []


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "topics/1/",
        "",
        "\r\nSet-Cookie: a=b",
        "http:///evil.example",
    ],
)
def test_nobody_is_led_off_the_site(world, browse, onward):
    for link in (f"1:reply_posted:1:{onward}:x", onward, f"{onward}:", f"::::{onward}:"):
        for client in (browse("mona"), Client()):
            response = client.get(reverse("come_in"), {"link": link})
            assert response.status_code == 302
            there = (
                response.url
                if client.session.get("_auth_user_id")
                else parse_qs(urlsplit(response.url).query)["next"][0]
            )
            assert there.startswith("/")
            assert not there.startswith(("//", "/\\"))
            assert "evil" not in there or there.startswith("/:")


def test_the_button_is_bounded_like_the_door(world, topic, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"code_from_place": "2/15m/key"}
    link = parse_qs(urlsplit(link_for(world, topic)).query)["link"][0]
    answers = [Client().post(reverse("come_in"), {"link": link}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Det var mange forsøg" in answers[-1].content.decode()
    assert len(sent_mail.outbox) == 2


def test_the_button_needs_the_pages_own_token(world, topic):
    client = Client(enforce_csrf_checks=True)
    link = parse_qs(urlsplit(link_for(world, topic)).query)["link"][0]
    assert client.post(reverse("come_in"), {"link": link}).status_code == 403
    assert sent_mail.outbox == []


def test_whoever_types_an_address_at_the_door_reads_it_on_the_next_page(world, topic):
    client = Client()
    link = parse_qs(urlsplit(link_for(world, topic)).query)["link"][0]
    client.post(reverse("come_in"), {"link": link})
    # "Another address" on the code page.
    client.post(reverse("account_logout"), {"next": reverse("account_login")})
    page = client.post(reverse("account_login"), {"email": "mona@example.com"}, follow=True)
    assert "mona@example.com" in page.content.decode()
    assert Person.objects.filter(email="mona@example.com").exists()
