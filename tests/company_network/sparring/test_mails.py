"""The digest of a company: weekly, whole, and what nobody has answered first."""

import pytest
from django.core import mail as sent_mail
from django.urls import reverse

from community.notifications.operations import choose_mail
from community.notifications.outbox import deliver_due
from company_network.sparring import jobs
from company_network.sparring.operations import close_sparring
from forums.topics.models import Post
from tests.company_network.told import QUESTION, ask, days, sparring_of
from tests.tellings import answer

#: The question is asked on a Tuesday; the weekly mail goes on Mondays at four.
MONDAY, MONDAY_AFTER = 6.2, 13.2
LONG = "Hun stod alene med kufferten. " * 200


def deliver(day):
    with days(day):
        jobs.raise_unanswered_sparring()
        deliver_due()


def digest(name):
    (message,) = [
        m for m in sent_mail.outbox if m.to == [f"{name}@example.com"] and m.subject == "Nyt til dig på NExTWORK"
    ]
    return message


def test_it_comes_weekly_and_holds_question_story_and_answers_whole(world):
    with days(0):
        topic = ask(world, body=LONG)
    with days(1):
        answer(world, topic, "signe", body="Prøv Vinkel & Vater.\n\nDe har <to> makkere.")
    deliver(5.9)
    assert [m for m in sent_mail.outbox if m.to == ["mona@example.com"]] == []
    deliver(MONDAY)
    message = digest("mona")
    assert f"Rashid spørger: ”{QUESTION}”" in message.body
    assert LONG.strip() in message.body
    assert "> Signe: Prøv Vinkel & Vater.\n" in message.body
    html = message.alternatives[0][0]
    assert "De har &lt;to&gt; makkere." in html
    assert "<img" not in html
    assert "color-scheme" in html
    # One link for the one item, besides those of the foot.
    assert message.body.count("/from-mail/?link=") == html.count("/from-mail/?link=") == 1


def test_what_nobody_has_answered_goes_first_however_old_and_its_answer_ends_that(world):
    with days(0):
        ask(world)
        helped = ask(world, question="Nu besvaret")
    with days(3):
        answer(world, helped, "signe")
        ask(world, question="Spritny")
    deliver(2.1)
    deliver(5.5)
    deliver(MONDAY)
    body = digest("mona").body
    first, rest = body.split("Det har ingen svaret på endnu")[1].split("Virksomhedsnetværk", 1)
    assert f"Ingen har svaret Rashid endnu: ”{QUESTION}”" in first
    assert "Spritny" in first
    assert "Nu besvaret" in rest
    # Told once, though two pieces of news are about it.
    assert body.count(QUESTION) == 1


def test_it_goes_first_also_for_those_whose_digest_told_of_it_before(world):
    with days(5):
        ask(world)
    deliver(MONDAY)
    assert "Det har ingen svaret på endnu" not in digest("mona").body
    sent_mail.outbox.clear()
    deliver(7.1)
    deliver(MONDAY_AFTER)
    assert "Det har ingen svaret på endnu" in digest("mona").body


def test_with_an_answer_meanwhile_nothing_is_asked_again(world):
    with days(5):
        topic = ask(world)
    deliver(MONDAY)
    sent_mail.outbox.clear()
    deliver(7.1)
    with days(8):
        answer(world, topic, "signe")
    deliver(MONDAY_AFTER)
    assert [m for m in sent_mail.outbox if m.to == ["mona@example.com"]] == []


@pytest.mark.parametrize("persona", ["line", "freja", "bo", "ellen", "tine", "karla"])
def test_nobody_else_is_mailed(world, persona):
    with days(0):
        topic = ask(world)
    for day in (2.1, 4.1, 7.1, MONDAY_AFTER):
        deliver(day)
    with days(9):
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Kanarielinjen")
    deliver(MONDAY_AFTER)
    assert [m for m in sent_mail.outbox if m.to == [f"{persona}@example.com"]] == []


def test_the_consultants_are_told_at_once_and_the_asker_is_reminded(world):
    with days(0):
        ask(world)
    deliver(2.1)
    assert [m.to for m in sent_mail.outbox] == []
    deliver(4.1)
    deliver(4.2)
    (message,) = sent_mail.outbox
    assert message.to == ["signe@example.com"]
    assert message.subject == "En virksomhed venter stadig på svar"
    assert QUESTION in message.body
    deliver(7.1)
    deliver(7.2)
    reminder = next(m for m in sent_mail.outbox if m.to == ["rashid@example.com"])
    assert f"Ugen er gået: Hvad gjorde I ved ”{QUESTION}”?" in reminder.body


def test_what_came_of_it_is_told_to_whoever_answered(world):
    with days(0):
        topic = ask(world)
        answer(world, topic, "mona")
        close_sparring(actor=world.rashid, sparring=sparring_of(topic), outcome="Vi købte en kuffert til.")
    deliver(MONDAY)
    body = digest("mona").body
    assert f"Rashid fortæller, hvad de gjorde ved ”{QUESTION}”." in body
    assert "Vi købte en kuffert til." in body


def test_what_came_along_is_said_in_words(world):
    with days(0):
        topic = ask(world)
        Post.objects.filter(topic=topic, position=0).update(
            attachments=[{"kind": "voice", "description": ""}, {"kind": "image", "description": "En kuffert"}]
        )
    deliver(MONDAY)
    assert "> [En lydbesked]\n> [Et billede: En kuffert]\n" in digest("mona").body


def test_each_chooses_for_themselves_and_is_asked_only_what_concerns_them(world, browse):
    choose_mail(actor=world.mona, rhythms={"sparring_asked": "none", "sparring_raised": "none"})
    with days(0):
        ask(world)
    deliver(2.1)
    deliver(MONDAY)
    assert [m for m in sent_mail.outbox if m.to == ["mona@example.com"]] == []
    settings = reverse("notification_settings")
    for who, asked in (("mona", True), ("freja", False), ("ellen", False)):
        assert ('name="rhythm_sparring_asked"' in browse(who).get(settings).content.decode()) == asked
    assert 'name="rhythm_sparring_passed_on"' in browse("signe").get(settings).content.decode()
