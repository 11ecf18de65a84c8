"""What is hidden is hidden in others' quotes of it, and comes back with it."""

import pytest
from django.core import mail as sent_mail

from community import clock
from community.moderation.deeds import hide_thing, let_stand
from forums.writing.operations import edit_post
from tests.care import deed, held, said_about, the_case
from tests.tellings import NOON, answer, answer_to, company_topic, deliver_after, youth_topic

CANARY = "Kanariefuglen sad på stigen"
INSTEAD = "Et citat, der ikke vises mere."
OWN = "Det gør ondt at læse."

pytestmark = pytest.mark.django_db


def quote(words, more=""):
    return "\n".join(f"> {line}" for line in ("Jonas skrev:", *words.split("\n"))) + f"\n\n{OWN}{more}"


@pytest.fixture
def topic(world):
    return youth_topic(world)


def hidden(world, post):
    said_about(world, "amina", post)
    case = the_case(post)
    deed(world, "signe", hide_thing, case, **held(case))
    return case


def read_by_amina(browse, topic):
    amina = browse("amina")
    page = amina.get(f"/topics/{topic.pk}/").content.decode()
    found = amina.post("/search/", {"q": "Kanariefuglen"}).content.decode()
    return page, found.count("sad på stigen")


@pytest.mark.parametrize("words", [f"{CANARY}\nhver dag", "Æv!"])
def test_a_quote_goes_with_what_it_quotes_and_comes_back(world, browse, topic, words):
    reply = answer_to(actor=world.jonas, topic=topic, body=words)
    answer_to(actor=world.freja, topic=topic, body=quote(words))
    said = words.split("\n")[0]
    page, found = read_by_amina(browse, topic)
    assert page.count(said) == 2
    case = hidden(world, reply)
    page, gone = read_by_amina(browse, topic)
    assert said not in page
    assert INSTEAD in page
    assert OWN in page
    assert gone == 0 <= found
    deed(world, "signe", let_stand, case)
    page, again = read_by_amina(browse, topic)
    assert page.count(said) == 2
    assert INSTEAD not in page
    assert again == found


def test_who_quotes_it_afterwards_or_changes_their_answer_brings_nothing_back(world, browse, topic):
    reply = answer_to(actor=world.jonas, topic=topic, body=CANARY)
    before = answer_to(actor=world.freja, topic=topic, body=quote(CANARY))
    hidden(world, reply)
    # Their form was open, with the quote in it.
    answer_to(actor=world.amina, topic=topic, body=quote(CANARY[:20] + "…"))
    edit_post(actor=world.freja, post=before, words={"body": quote(CANARY, " Stadig.")})
    page, found = read_by_amina(browse, topic)
    assert CANARY[:20] not in page
    assert page.count(INSTEAD) == 2
    assert "Stadig." in page
    assert found == 0


def test_other_quotes_stay(world, browse, topic):
    reply = answer_to(actor=world.jonas, topic=topic, body=CANARY)
    answer_to(actor=world.amina, topic=topic, body="Ringene hænger for højt oppe")
    answer_to(actor=world.freja, topic=topic, body=quote("Ringene hænger for højt oppe"))
    hidden(world, reply)
    page, _found = read_by_amina(browse, topic)
    assert page.count("Ringene hænger for højt oppe") == 2
    assert INSTEAD not in page


@pytest.fixture
def at_noon():
    """Mails wait at night."""
    with clock.at(NOON):
        yield


def test_a_mail_about_an_answer_holds_no_quote_of_what_is_hidden(at_noon, world):
    topic = company_topic(world)
    reply = answer(world, topic, "rashid", body=CANARY)
    deliver_after()
    assert CANARY in sent_mail.outbox[-1].body
    said_about(world, "mona", reply)
    case = the_case(reply)
    deed(world, "signe", hide_thing, case, **held(case))
    sent_mail.outbox.clear()
    answer(world, topic, "signe", body=quote(CANARY))
    deliver_after()
    told = [whole for message in sent_mail.outbox if OWN in (whole := str(message.message()) + message.body)]
    assert told
    for whole in told:
        assert INSTEAD in whole
        assert CANARY not in whole
