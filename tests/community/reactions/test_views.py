"""Words under posts, through the door people use."""

import re

import pytest
from django.urls import reverse

from community.reactions.models import Reaction, ReactionWord
from community.reactions.operations import react
from forums.topics.subjects import POST
from tests.personas import make_person
from tests.tellings import answer, youth_topic


@pytest.fixture
def story(world):
    return youth_topic(world).posts.get(position=0)


@pytest.fixture
def word(world):
    return ReactionWord.objects.filter(space=world.torsdagsholdet.space).first()


def pressing(name, post, word):
    return reverse(name, args=["post", post.pk, word.pk])


def page_of(client, post):
    return client.get(reverse("topic", args=[post.topic_id])).content.decode()


def button(html, word):
    return re.search(rf'<button[^>]*id="word-\d+-{word.pk}"[^>]*>', html)[0]


def test_pressing_and_pressing_again(browse, story, word):
    amina = browse("amina")
    assert 'aria-pressed="false"' in button(page_of(amina, story), word)
    answered = amina.post(pressing("react", story, word))
    assert (answered.status_code, answered["Location"]) == (302, reverse("topic", args=[story.topic_id]))
    pressed = button(page_of(amina, story), word)
    assert 'aria-pressed="true"' in pressed
    amina.post(re.search('formaction="([^"]+)"', pressed)[1])
    assert Reaction.objects.count() == 0
    assert 'aria-pressed="false"' in button(page_of(amina, story), word)


def test_without_a_script_one_comes_back_to_the_post(world, browse, story, word):
    reply = answer(world, story.topic, "amina")
    answered = browse("freja").post(pressing("react", reply, word))
    assert answered["Location"].endswith(f"#post-{reply.position}")


def test_with_a_script_only_the_row_comes_back(browse, story, word):
    row = browse("amina").post(pressing("react", story, word), headers={"HX-Request": "true"}).content.decode()
    assert row.startswith('<div class="reactions" id="words-')
    assert 'aria-pressed="true"' in button(row, word)
    # The page's one token travels along; a row has none of its own.
    assert 'hx-include="#page-token"' in row
    assert "csrfmiddlewaretoken" not in row


def test_an_open_page_fetches_the_rows_under_what_it_shows(world, browse, story, word):
    reply = answer(world, story.topic, "jonas")
    amina = browse("amina")
    page = page_of(amina, story)
    named = re.findall(r'name="row" value="(\d+)"', page)
    assert named == [str(story.pk), str(reply.pk)]
    address = re.search(r'hx-get="([^"]+rows/)" hx-include="\[name=\'row\'\]"', page)[1]
    assert amina.get(address).status_code == 204
    address += "?row=" + "&row=".join(named)
    react(actor=world.freja, kind=POST, pk=reply.pk, word=word)
    rows = amina.get(address).content.decode()
    assert rows.count("hx-swap-oob") == 2
    assert rows.count("</span>1</span>") == 1
    for stranger in ("sofie", "emil", "mona"):
        assert browse(stranger).get(address).status_code == 404
    for nonsense in ("", "x", "1,2", "1" * 19, "\u0663"):
        assert amina.get(reverse("reaction_rows", args=["post"]), {"row": nonsense}).status_code == 404


def test_who_is_never_said_and_many_are_several(world, browse, story, word):
    for number in range(5):
        person = make_person(f"kanarie{number}")
        from community.membership.operations import begin_membership

        begin_membership(actor=world.signe, person=person, role="youth", group=world.torsdagsholdet)
        react(actor=person, kind=POST, pk=story.pk, word=word)
        html = page_of(browse("jonas"), story).partition('class="reactions"')[2].partition("</div></div>")[0]
        assert "Kanarie" not in html
        assert ("flere" in html) == (number == 4)
        assert (f"</span>{number + 1}</span>" in html) == (number < 4)


def test_ones_own_post_shows_what_was_given_and_no_buttons(browse, world, story, word):
    freja = browse("freja")
    assert 'class="reactions"' not in page_of(freja, story)
    react(actor=world.amina, kind=POST, pk=story.pk, word=word)
    row = page_of(freja, story).partition('class="reactions"')[2].partition("</div></div>")[0]
    assert word.text in row
    assert "<button" not in row
    assert freja.post(pressing("react", story, word)).status_code == 403


@pytest.mark.parametrize("address", ["/reactions/topic/1/1/react/", "/reactions/nothing/1/1/react/"])
def test_what_takes_no_words_is_not_there(browse, story, address):
    assert browse("amina").post(address).status_code == 404


def test_the_consultants_page(browse, world, word):
    signe = browse("signe")
    page = reverse("reaction_words", args=[world.roskilde.pk])
    space = world.torsdagsholdet.space
    assert signe.get(page).content.decode().count("Det kender jeg") >= 4
    answered = signe.post(reverse("add_reaction_word", args=[space.pk]), {"text": "  Hold\x00 fast "})
    assert answered["Location"] == f"{page}#space-{space.pk}"
    assert ReactionWord.objects.filter(space=space, text="Hold fast").exists()
    signe.post(reverse("rename_reaction_word", args=[word.pk]), {"text": "Kender jeg godt"})
    signe.post(reverse("move_reaction_word", args=[word.pk]))
    signe.post(reverse("retire_reaction_word", args=[word.pk]))
    assert "Kender jeg godt" in signe.get(page).content.decode()  # the sentence that says so
    assert not ReactionWord.objects.offered().filter(pk=word.pk).exists()
    for text in ("", "\u202e", "x" * 31):
        assert signe.post(reverse("add_reaction_word", args=[space.pk]), {"text": text}).status_code == 422


def test_a_hostile_word_stays_a_word(browse, world, story):
    browse("signe").post(reverse("add_reaction_word", args=[world.torsdagsholdet.space.pk]), {"text": "<b>fed</b>"})
    assert "&lt;b&gt;fed&lt;/b&gt;" in page_of(browse("amina"), story)
