"""What a mail holds and, above all, what it does not: at once and gathered."""

from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community import clock
from community.membership.operations import end_membership
from community.notifications.mails import NEWS_A_PAGE, PAGES, QUOTED, read_unsubscribe_token, unsubscribe_token
from community.notifications.operations import choose_mail, unsubscribe
from community.people.models import Person
from community.roles import GroupKind
from forums.boards.models import Board
from forums.reading.operations import follow_topic
from forums.topics.operations import post_topic
from forums.writing.operations import remove_post
from tests.tellings import NOON, TITLE, WORDS, answer, company_topic, deliver_after, youth_topic
from youth_network.witnessing.operations import witness_topic

GATHERED_AT = timedelta(hours=4)
ALL = ("reply_posted", "followed_topic_answered", "topic_witnessed")


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(NOON):
        yield


def gather(person):
    choose_mail(actor=person, rhythms=dict.fromkeys(ALL, "daily"))


def whole(message):
    return str(message.message()) + message.body + message.alternatives[0][0] + message.subject


def the_mail(address):
    (message,) = [message for message in sent_mail.outbox if message.to == [address]]
    return message


CANARIES = (TITLE, "Canary", "warehouse", "Amina", "amina", "Jonas", "Torsdagsholdet", "Roskilde")


def test_a_mail_about_a_youth_space_holds_nobodys_words_titles_or_names(world):
    """Only in general words that something is there, for whom, and where."""
    reply = answer(world, youth_topic(world), "amina")
    assert deliver_after() == 1
    message = the_mail("freja@example.com")
    for canary in CANARIES:
        assert canary not in whole(message)
    assert message.subject == "Noget nyt til dig på NExTWORK"
    assert "Freja" in message.body
    assert "Nogen har svaret, hvor du har fortalt eller svaret." in message.body
    assert f"/topics/{reply.topic_id}/?at={reply.position}#post-{reply.position}" in message.body


def test_a_digest_about_youth_spaces_holds_none_either(world):
    gather(world.freja)
    topic, other = youth_topic(world), youth_topic(world)
    for name in ("amina", "jonas"):
        answer(world, topic, name)
    witness_topic(actor=world.amina, topic=other, words={"image": "Canary: en dør"})
    deliver_after(GATHERED_AT)
    message = the_mail("freja@example.com")
    for canary in CANARIES:
        assert canary not in whole(message)
    assert message.subject == "Nyt til dig på NExTWORK"
    for part in (message.body, message.alternatives[0][0]):
        assert part.count("Nogen har svaret, hvor du har fortalt eller svaret.") == 1
        assert part.count("Nogen har skrevet et brev til dig.") == 1
        assert part.index(f"/topics/{other.pk}/") < part.index(f"/topics/{topic.pk}/")


def test_a_mail_about_the_company_space_holds_the_words_and_one_link_to_the_thing(world):
    reply = answer(world, company_topic(world), "rashid", body="Canarywords & <b>more</b>\n\nAnd a second thought.")
    deliver_after()
    message = the_mail("mona@example.com")
    html = message.alternatives[0][0]
    assert "> Canarywords & <b>more</b>\n> \n> And a second thought.\n" in message.body
    assert "Rashid" in message.body
    assert TITLE in message.body
    assert "Canarywords &amp; &lt;b&gt;more&lt;/b&gt;" in html
    for part in (message.body, html):
        assert part.count(f"topics%2F{reply.topic_id}%2F") == 1
    for personal in ("Canary", "Rashid", "Mona"):
        assert personal not in message.subject


def test_a_digest_groups_by_space_and_page_latest_page_first(world):
    gather(world.signe)
    old, new, inside = company_topic(world, "signe"), company_topic(world, "signe"), youth_topic(world, "signe")
    for minute, (topic, name) in enumerate([(old, "mona"), (new, "mona"), (inside, "amina"), (new, "rashid")]):
        with clock.at(NOON + timedelta(minutes=minute)):
            answer(world, topic, name, body=f"Canary {minute}")
    assert deliver_after(GATHERED_AT) == 2
    message = the_mail("signe@example.com")
    space = str(company_topic(world).board.space)
    for part in (message.body, message.alternatives[0][0]):
        assert part.count(space) == 1
        assert part.index(f"topics%2F{new.pk}%2F") < part.index(f"topics%2F{old.pk}%2F")
        assert part.index("Canary 1") < part.index("Canary 3") < part.index("Canary 0")
        assert part.count(f"topics%2F{new.pk}%2F") == part.count(f"/topics/{inside.pk}/") == 1
        for inner in ("Canary 2", "Amina", "Torsdagsholdet"):
            assert inner not in part


def test_a_digest_holds_each_item_whole_and_no_more_pages_than_so_many(world):
    gather(world.mona)
    topics = [company_topic(world) for _ in range(PAGES + 1)]
    for topic in topics:
        answer(world, topic, "rashid", body="a" * 2000 + "Z")
    for _ in range(NEWS_A_PAGE):
        answer(world, topics[0], "rashid")
    deliver_after(GATHERED_AT)
    message = the_mail("mona@example.com")
    assert message.body.count("a" * 2000 + "Z\n") == PAGES
    assert message.body.count("Der er flere svar på siden.") == 1
    assert f"topics%2F{topics[1].pk}%2F" not in message.body
    assert "Der er mere:" in message.body
    assert "Der er mere: se det hele" in message.alternatives[0][0]


def test_a_digest_ends_before_mail_programs_cut_it_off_between_two_items(world):
    gather(world.mona)
    topics = [company_topic(world) for _ in range(4)]
    for topic in topics:
        answer(world, topic, "rashid", body=f"{topic.pk:05}" * 4000)
    deliver_after(GATHERED_AT)
    message = the_mail("mona@example.com")
    told = [topic for topic in topics if f"topics%2F{topic.pk}%2F" in message.body]
    assert told == topics[1:]
    assert len(message.body) < 70_000
    for topic in told:
        assert f"{topic.pk:05}" * 4000 in message.body
    assert "Der er mere:" in message.body


def test_what_one_may_no_longer_see_is_left_out_of_the_digest(world):
    gather(world.mona)
    topic, other = company_topic(world), company_topic(world)
    gone = answer(world, topic, "rashid", body="Canary gone")
    answer(world, other, "rashid", body="Canary stays")
    remove_post(actor=world.rashid, post=gone)
    deliver_after(GATHERED_AT)
    message = the_mail("mona@example.com")
    assert "Canary stays" in message.body
    assert "Canary gone" not in whole(message)
    assert f"topics%2F{topic.pk}%2F" not in whole(message)


def test_whose_membership_ended_gets_no_digest_of_what_came_before(world):
    gather(world.tine)
    answer(world, company_topic(world, "tine"), "rashid")
    end_membership(actor=world.signe, membership=world.membership("tine"))
    deliver_after(GATHERED_AT)
    assert sent_mail.outbox == []


def test_a_mail_about_the_team_space_holds_no_words(world):
    board = Board.objects.get(space__group=world.group(world.roskilde, GroupKind.TEAM))
    answer(world, post_topic(actor=world.signe, board=board, kind="question", title=TITLE, body=WORDS), "tine")
    deliver_after()
    assert "Canary" not in whole(the_mail("signe@example.com"))


def test_the_longest_text_is_quoted_whole(world):
    answer(world, company_topic(world), "rashid", body="a" * 19_999 + "Z")
    deliver_after()
    assert "a" * 19_999 + "Z" in sent_mail.outbox[0].body
    assert QUOTED > 20_000


@pytest.mark.parametrize("daily", [False, True])
def test_a_mail_speaks_the_recipients_language(world, daily):
    Person.objects.filter(pk=world.freja.pk).update(language="en")
    if daily:
        gather(world.freja)
    answer(world, youth_topic(world), "amina")
    deliver_after(GATHERED_AT)
    (message,) = sent_mail.outbox
    assert message.subject in ("Something new for you on NExTWORK", "What is new for you on NExTWORK")
    assert message.body.startswith("Hello Freja,")
    assert "Somebody has answered where you told or answered something." in message.body
    assert '<html lang="en">' in message.alternatives[0][0]


# -- the way out


def token_of(address):
    return address.rstrip(">/").rsplit("/", 1)[1]


def test_the_button_of_the_mail_program_stops_the_kinds_in_the_mail_and_the_foot_each_alone(world, settings):
    settings.BASE_URL = "https://nextwork.example"
    gather(world.amina)
    topic, followed = youth_topic(world, "amina"), youth_topic(world)
    follow_topic(actor=world.amina, topic=followed, following="follow")
    for where in (topic, followed):
        answer(world, where, "jonas")
    deliver_after(GATHERED_AT)
    message = the_mail("amina@example.com")
    headers = message.extra_headers
    assert headers["List-Unsubscribe"].startswith("<https://nextwork.example/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"].endswith("@nextwork.example>")
    assert headers["Auto-Submitted"] == "auto-generated"
    two = ["reply_posted", "followed_topic_answered"]
    assert read_unsubscribe_token(token_of(headers["List-Unsubscribe"])) == (world.amina, two)
    for name in two:
        address = f"https://nextwork.example/unsubscribe/{unsubscribe_token(world.amina.pk, name)}/"
        assert token_of(address).split(":")[0] in message.body


def test_stopping_one_kind_leaves_the_others(world):
    unsubscribe(person=world.freja, kinds=["reply_posted"])
    topic = youth_topic(world)
    answer(world, topic, "amina")
    witness_topic(actor=world.jonas, topic=topic, words={"image": "En dør"})
    deliver_after()
    (message,) = sent_mail.outbox
    assert "Nogen har skrevet et brev til dig." in message.body


def test_essential_mail_comes_whatever_one_chose_and_whatever_the_hour(world):
    """Codes to sign in do not go through the outbox: no choice stops or delays them."""
    cache.clear()  # of what other tests asked for within the minute
    choose_mail(actor=world.freja, rhythms=dict.fromkeys(ALL, "none"), quiet=(0, 23), digest_hour=23)
    unsubscribe(person=world.freja, kinds=ALL)
    answer(world, youth_topic(world), "amina")
    with clock.at(NOON + timedelta(hours=11)):
        Client().post(reverse("account_login"), {"email": "freja@example.com"})
    (message,) = sent_mail.outbox
    assert message.to == ["freja@example.com"]
    assert "List-Unsubscribe" not in message.extra_headers
