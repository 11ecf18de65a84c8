"""One drawing of a post for all who stand to it alike, and nobody's own in it."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from community import clock
from community.people.models import Person
from community.reactions.models import ReactionWord
from community.reactions.operations import react
from community.spaces.models import Space
from forums.drafts.operations import save_draft
from forums.reading.operations import save_post
from forums.topics.drawing import _TOKEN, _TOPIC, _UUID, _kept
from forums.topics.operations import post_topic
from forums.topics.subjects import POST
from forums.writing.operations import edit_post, remove_post, restore_post
from tests.tellings import answer, youth_topic
from youth_network.witnessing.operations import witness_topic


@pytest.fixture(autouse=True)
def nothing_kept():
    _kept.cache_clear()


@pytest.fixture
def topic(world):
    topic = youth_topic(world)
    answer(world, topic, "amina", "Det kender jeg godt.")
    witness_topic(actor=world.jonas, topic=topic, words={"expression": "At du spurgte."})
    return topic


def page(browse, name, topic):
    return browse(name).get(reverse("topic", args=[topic.pk])).content.decode()


def of_post(html, position):
    """The part of the page that is this reply."""
    return html.partition(f'id="post-{position}"')[2].partition("</article>")[0]


def test_those_who_stand_alike_share_a_drawing(world, browse):
    topic = post_topic(
        actor=world.freja,
        board=Space.objects.get(network=world.roskilde, kind="youth_forum").board,
        kind="experience",
        title="Til alle unge",
        body="Der skete noget.",
    )
    answer(world, topic, "amina", "Det kender jeg godt.")
    jonas = page(browse, "jonas", topic)
    drawn = _kept.cache_info().misses
    sofie = page(browse, "sofie", topic)
    assert _kept.cache_info().misses == drawn
    assert of_post(sofie, 1) == of_post(jonas, 1)
    assert "Det kender jeg godt." in of_post(sofie, 1)
    # The consultant is led to what stood before, so hers are drawn anew.
    page(browse, "signe", topic)
    assert _kept.cache_info().misses > drawn


def test_what_is_ones_own_stays_ones_own(world, browse, topic):
    """Amina's page is drawn first; nothing of hers stands on Jonas's."""
    reply = topic.posts.get(position=1)
    save_post(actor=world.amina, post=reply)
    amina, jonas = page(browse, "amina", topic), page(browse, "jonas", topic)
    assert reverse("edit_post", args=[reply.pk]) in of_post(amina, 1)
    assert reverse("edit_post", args=[reply.pk]) not in jonas
    assert "Gemt" in of_post(amina, 1)
    assert "Gemt" not in of_post(jonas, 1)
    word = ReactionWord.objects.filter(space=topic.board.space).first()
    react(actor=world.jonas, kind=POST, pk=reply.pk, word=word)
    assert 'aria-pressed="true"' in of_post(page(browse, "jonas", topic), 1)
    signe = of_post(page(browse, "signe", topic), 1)
    assert "Gem" in signe
    assert 'aria-pressed="true"' not in signe


def test_no_drawing_holds_a_form_token(browse, topic):
    for name in ("freja", "amina", "jonas", "signe"):
        html = page(browse, name, topic)
        inside = "".join(re.findall(r'<article class="reply.*?</article>', html, re.S))
        assert "csrfmiddlewaretoken" not in inside


def test_the_empty_composer_is_shared_but_for_what_is_the_pages_own(world, browse, topic):
    """One drawing for several readers and topics; each page has its own topic, token and number, and no stand-in."""
    other, composers, own = youth_topic(world, "jonas"), set(), set()
    for name, which in (("amina", topic), ("amina", other), ("jonas", topic)):
        composer = re.search(r'<form class="composer card".*?</form>', page(browse, name, which), re.S)[0]
        number = re.search(r'name="client_uuid" value="([^"]+)"', composer)[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', composer)[1]
        assert f'action="/topics/{which.pk}/reply/#answer"' in composer
        assert not any(str(stand_in) in composer for stand_in in (_TOPIC, _UUID, _TOKEN))
        own |= {number, token}
        blank = composer.replace(number, "N").replace(token, "T")
        composers.add(blank.replace(f"/topics/{which.pk}/", "/topics/P/").replace(f"reply:{which.pk}", "reply:P"))
    assert len(composers) == 1
    assert len(own) == 6


def test_what_somebody_began_or_got_wrong_is_drawn_for_them_alone(world, browse, topic):
    page(browse, "amina", topic)
    save_draft(actor=world.amina, key=f"reply:{topic.pk}", values={"body": ["Halvt skrevet"]})
    assert "Halvt skrevet" in page(browse, "amina", topic)
    assert "Halvt skrevet" not in page(browse, "jonas", topic)
    refused = browse("jonas").post(reverse("post_reply", args=[topic.pk]), {"body": "", "client_uuid": str(uuid4())})
    assert refused.status_code == 422
    assert "Én er nok" in refused.content.decode()
    assert "Én er nok" not in page(browse, "jonas", topic)


def test_the_teller_alone_meets_the_form_under_a_letter(browse, topic):
    freja = page(browse, "freja", topic)
    assert "Hvad hørte du?" in freja
    assert "Hvad hørte du?" not in page(browse, "amina", topic)
    # Each page of hers has a form with a number and a token of its own.
    numbers = [
        re.search(r'name="client_uuid" value="([^"]+)"><input type="hidden" name="answers_to"', html)[1]
        for html in (freja, page(browse, "freja", topic))
    ]
    assert numbers[0] != numbers[1]


def test_a_change_shows_at_once(world, browse, topic):
    reply = topic.posts.get(position=1)
    assert "Det kender jeg godt." in page(browse, "jonas", topic)
    edit_post(actor=world.amina, post=reply, words={"body": "Det kender jeg alt for godt."})
    html = page(browse, "jonas", topic)
    assert "Det kender jeg alt for godt." in html
    assert "Det kender jeg godt." not in html
    letter = topic.posts.get(position=2)
    edit_post(
        actor=world.jonas,
        post=letter,
        words={"expression": "At du bare spurgte.", "image": "", "resonance": "", "transport": ""},
    )
    assert "At du bare spurgte." in page(browse, "amina", topic)
    remove_post(actor=world.amina, post=reply)
    assert "alt for godt" not in page(browse, "jonas", topic)
    restore_post(actor=world.amina, post=reply)
    assert "alt for godt" in page(browse, "jonas", topic)


def test_a_new_name_and_a_new_day_show_at_once(world, browse, topic):
    assert "i dag" in of_post(page(browse, "jonas", topic), 1)
    Person.objects.filter(pk=world.amina.pk).update(display_name="Amina K")
    assert "Amina K" in of_post(page(browse, "jonas", topic), 1)
    with clock.at(clock.now() + timedelta(days=1)):
        assert "i går" in of_post(page(browse, "jonas", topic), 1)


def test_each_reads_in_their_own_language(world, browse, topic):
    assert "Læs højt" in page(browse, "jonas", topic)
    Person.objects.filter(pk=world.amina.pk).update(language="en")
    amina = page(browse, "amina", topic)
    assert "Read aloud" in amina
    assert "Læs højt" not in amina
