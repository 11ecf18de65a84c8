"""Somebody writes through the contact page: it comes in once, reaches those who answer, and does not stay for ever."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community import clock
from community.jobs import jobs
from community.notifications.models import Notification, OutboxMail
from community.notifications.outbox import deliver_due
from home.enquiries.operations import answer_enquiry, send_enquiry
from home.enquiries.stamps import LONGEST, QUICKEST, new_stamp
from home.models import Enquiry
from home.pages.operations import editors_group
from tests.personas import sign_in

pytestmark = pytest.mark.usefixtures("public_site")

#: Words that stand nowhere else, so that a leak shows.
WORDS = "Kanariefuglen vil gerne høre mere om praktik."


@pytest.fixture(autouse=True)
def karla_edits(world):
    cache.clear()
    world.people["karla"].groups.add(editors_group())


def stamped(ago: timedelta = timedelta(minutes=1)) -> str:
    with clock.at(clock.now() - ago):
        return new_stamp()


def form(**other) -> dict:
    typed = {"about": "company", "name": "Ida", "email": "ida@example.com", "phone": "", "network": "", "words": WORDS}
    return typed | {"homepage": "", "stamp": stamped()} | other


def send(client: Client | None = None, address: str = "/contact/send/", **other):
    return (client or Client()).post(address, form(**other))


def enquiry(world, **other) -> Enquiry:
    words = {"about": "youth", "name": "Ida", "email": "ida@example.com", "words": WORDS, "network": world.roskilde}
    return send_enquiry(form_id=uuid4(), **words | other)


# --- writing ----------------------------------------------------------------------------------------------------------
def test_a_visitor_writes_and_is_thanked(world):
    client = Client()
    page = client.get("/kontakt/")
    assert page["Cache-Control"] == "private, no-cache", "a form with a token is this visitor's own"
    content = page.content.decode()
    assert 'action="/contact/send/"' in content
    assert "senest efter 180 dage" in content
    stamp = re.search(r'name="stamp" value="([^"]+)"', content)[1]
    with clock.at(clock.now() + timedelta(minutes=2)):
        answer = client.post("/contact/send/", form(network=world.roskilde.pk, stamp=stamp))
    assert answer.status_code == 302
    assert answer["Location"] == "/kontakt/"
    assert "Tak. Det er kommet frem" in client.get("/kontakt/").content.decode()
    kept = Enquiry.objects.get()
    assert (kept.words, kept.name, kept.email, kept.about) == (WORDS, "Ida", "ida@example.com", "company")
    assert (kept.network, kept.language, kept.answered_at) == (world.roskilde, "da", None)


def test_the_english_page_answers_in_english():
    answer = send(address="/en/contact/send/")
    assert answer["Location"] == "/en/contact/"
    assert Enquiry.objects.get().language == "en"
    assert (
        "Write your e-mail address or your telephone number"
        in send(address="/en/contact/send/", email="").content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Skriv din mailadresse eller dit telefonnummer, så vi kan svare."),
        ({"email": "ida"}, "Indtast en gyldig e-mail-adresse."),
        ({"email": "", "phone": "1234"}, "Skriv hele nummeret"),
        ({"email": "", "phone": "ring til mig"}, "Skriv hele nummeret"),
        ({"words": ""}, "Skriv, hvad du gerne vil sige."),
        ({"name": ""}, "Skriv et navn, vi kan bruge"),
        ({"about": ""}, "Vælg det, der passer bedst."),
        ({"words": "x" * 4001}, "må højst have 4000 tegn"),
        ({"words": "http://a.dk http://b.dk www.c.dk https://d.dk"}, "Skriv højst tre adresser"),
        ({"homepage": "http://spam.example"}, "Feltet her skal stå tomt"),
        ({"stamp": "forfalsket"}, "Formularen har stået åben for længe"),
        ({"network": "999999"}, "Marker en gyldig valgmulighed"),
    ],
)
def test_what_is_missing_is_said_in_danish_and_what_was_typed_stays(typed, sentence):
    answer = send(**typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Ida"' in page or "name" in typed
    assert "Kanariefuglen" in page or "words" in typed
    assert not Enquiry.objects.exists()


def test_who_is_faster_than_a_person_is_asked_to_look_again_and_may_then_send():
    client, stamp = Client(), new_stamp()
    answer = client.post("/contact/send/", form(stamp=stamp))
    assert "Det gik meget hurtigt" in answer.content.decode()
    again = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())[1]
    assert again == stamp, "the form's own time goes on"
    with clock.at(clock.now() + QUICKEST):
        assert client.post("/contact/send/", form(stamp=again)).status_code == 302
    assert Enquiry.objects.count() == 1


def test_a_form_that_lay_open_for_a_day_goes_back_with_all_that_was_typed_and_can_be_sent():
    answer = send(stamp=stamped(LONGEST + timedelta(minutes=1)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kanariefuglen" in page
    fresh = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert send(stamp=fresh).status_code == 302


def test_sent_twice_it_is_one(world):
    stamp = stamped()
    assert [send(stamp=stamp).status_code for _turn in range(3)] == [302] * 3
    assert Enquiry.objects.count() == 1
    assert OutboxMail.objects.filter(recipient=world.karla).count() == 1


def test_one_place_may_not_write_without_end(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"enquiry": "2/h/ip,100/h/key"}
    answers = [send() for _turn in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    page = answers[-1].content.decode()
    assert "Prøv igen om en time" in page
    assert "Kanariefuglen" in page
    assert Enquiry.objects.count() == 2


def test_people_neither_see_nor_reach_the_field_for_machines():
    page = Client().get("/kontakt/").content.decode()
    trap = re.search(r'<div class="enquire__trap" aria-hidden="true">.*?</div>', page, re.S)[0]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    # Once something filled it in, the person sees it and can empty it.
    page = send(homepage="x").content.decode()
    assert "enquire__trap" not in page


def told_of_it(world) -> set[str]:
    """Of the people of the tests; the demonstration has an editor of its own."""
    notices = Notification.objects.filter(kind="enquiry_sent", recipient__in=world.people.values())
    return {notice.recipient.email for notice in notices}


# --- reading ----------------------------------------------------------------------------------------------------------
def test_editors_and_the_consultants_that_were_chosen_are_told_and_mailed_without_its_words(world):
    # Outside of the hours in which nobody wants mail.
    morning = (clock.now() + timedelta(days=1)).replace(hour=10)
    with clock.at(morning):
        found = enquiry(world)
    told = told_of_it(world)
    assert told == {world.karla.email, world.signe.email}
    with clock.at(morning + timedelta(hours=1)):
        deliver_due()
    mails = [message for message in mail.outbox if "/enquiries/" in message.body]
    assert {message.to[0] for message in mails} >= told
    for message in mails:
        assert "Nogen har skrevet til os" in message.body
        assert f"/enquiries/{found.pk}/" in message.body
        for text in ("Kanariefuglen", "Ida", "ida@example.com"):
            assert text not in str(message.message())


def test_without_a_municipality_only_editors_hear_of_it(world):
    enquiry(world, network=None)
    assert told_of_it(world) == {world.karla.email}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("karla", True),
        ("signe", True),
        ("bo", False),
        ("tine", False),
        ("ellen", False),
        ("mona", False),
        ("freja", False),
    ],
)
def test_who_reads_it(browse, world, who, sees):
    found = enquiry(world)
    client = browse(who)
    answer = client.get(f"/enquiries/{found.pk}/")
    assert answer.status_code == (200 if sees else 404)
    assert ("Kanariefuglen" in answer.content.decode()) == sees
    listed = client.get("/enquiries/")
    assert ("Kanariefuglen" in listed.content.decode()) == sees
    assert ("Skrevet til os" in client.get(reverse("since_last")).content.decode()) == sees


def test_answered_taken_up_again_and_erased(browse, world):
    found, signe, karla = enquiry(world), browse("signe"), browse("karla")
    signe.post(f"/enquiries/{found.pk}/answered/")
    karla.post(f"/enquiries/{found.pk}/answered/")
    found.refresh_from_db()
    assert found.answered_by == world.signe, "whoever was first"
    page = karla.get("/enquiries/").content.decode()
    assert "Ingen venter på svar." in page
    assert "Ida" in page
    karla.post(f"/enquiries/{found.pk}/again/")
    found.refresh_from_db()
    assert (found.answered_at, found.answered_by) == (None, None)
    karla.post(f"/enquiries/{found.pk}/erase/")
    assert not Enquiry.objects.exists()
    assert "Kanariefuglen" not in karla.get("/enquiries/").content.decode()
    assert signe.post(f"/enquiries/{found.pk}/answered/").status_code == 404


def test_the_desk_asks_as_often_with_one_as_with_three(browse, world, django_assert_num_queries):
    karla = browse("karla")
    enquiry(world)
    karla.get("/enquiries/")
    with django_assert_num_queries(8):
        karla.get("/enquiries/")
    answer_enquiry(actor=world.karla, enquiry=enquiry(world))
    enquiry(world)
    with django_assert_num_queries(8):
        karla.get("/enquiries/")


# --- keeping ----------------------------------------------------------------------------------------------------------
def test_nothing_is_kept_longer_than_the_page_says(world):
    with clock.at(clock.now() - timedelta(days=179)):
        enquiry(world)
    with clock.at(clock.now() - timedelta(days=181)):
        enquiry(world)
    with clock.at(clock.now() - timedelta(days=29)):
        answer_enquiry(actor=world.karla, enquiry=enquiry(world))
    with clock.at(clock.now() - timedelta(days=31)):
        answer_enquiry(actor=world.karla, enquiry=enquiry(world))
    jobs["erase_old_enquiries"].call()
    assert Enquiry.objects.count() == 2


def test_consultants_who_left_read_it_no_more(world):
    from community.membership.operations import end_membership

    found = enquiry(world)
    signe = sign_in(Client(), world.signe)
    assert signe.get(f"/enquiries/{found.pk}/").status_code == 200
    end_membership(actor=world.signe, membership=world.signe.memberships.get(role="consultant"))
    assert signe.get(f"/enquiries/{found.pk}/").status_code == 404
