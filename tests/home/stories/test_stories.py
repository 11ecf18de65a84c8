"""From an experience to a public story: the teller's own words, the teller's own yes, and the closed post untouched."""

import pytest
from django.test import Client

from community import clock
from community.permissions import Refused
from forums.topics.models import Post
from home.stories.models import StoryOffer
from home.stories.operations import offer_post
from home.testimonials.consents import claim_of, present_consent
from home.testimonials.models import Testimonial as Voice
from tests.personas import sign_in
from tests.tellings import answer, youth_board
from tests.voices import editor, later

WORDS = "Jeg lukkede kassen alene for første gang, og den stemte."
TITLE = "Min første lukkevagt"


@pytest.fixture
def post(world) -> Post:
    from forums.topics.operations import post_topic

    topic = post_topic(actor=world.freja, board=youth_board(world), kind="experience", title=TITLE, body=WORDS)
    return topic.posts.get(position=0)


def token_in(answer) -> str:
    return answer["Location"].partition("/my-voice/")[2].partition("/")[0]


def test_a_youth_offers_approves_the_exact_words_and_withdraws(world, browse, post, client):
    freja, karla = browse("freja"), sign_in(Client(), editor(world))
    assert WORDS[:40] in freja.get("/my-stories/").content.decode()
    answer = freja.post(f"/my-stories/offer/{post.pk}/")
    token = token_in(answer)
    voice = Voice.objects.get()
    assert client.get(f"/k/{voice.code}").status_code == 404
    # An editor suggests other words; they are not public either, and the first yes would not be to them.
    page = karla.get(f"/voices/{voice.code}/").content.decode()
    assert WORDS in page
    assert "Freja" not in page
    better = "Jeg lukkede kassen alene. Den stemte."
    karla.post(f"/voices/{voice.code}/cut/", {"question": TITLE, "quote": better})
    old = voice.cuts.get(number=1)
    wording = claim_of(token).testimonial.cuts.count()
    assert wording == 2
    choice = {"scopes": ["site_da"], "name_form": "first_name", "shown_name": "Freja", "wording": 1}
    assert freja.post(f"/my-voice/{token}/yes/", {**choice, "cut": old.pk}).status_code == 422
    page = freja.get(f"/my-voice/{token}/").content.decode()
    assert better in page
    new = voice.cuts.get(number=2)
    form = {**choice, "cut": new.pk, "wording": present_wording()}
    assert freja.post(f"/my-voice/{token}/yes/", form).status_code == 302
    karla.post(f"/voices/{voice.code}/release/", {"checked": "on", "sensitive": "on"})
    assert client.get(f"/k/{voice.code}").status_code == 404
    with clock.at(later(hours=73)):
        page = client.get(f"/k/{voice.code}").content.decode()
        assert better in page
        assert WORDS not in page
        assert "Freja" in page
        again = token_in(freja.post(f"/my-stories/{StoryOffer.objects.get().pk}/open/"))
        assert again != token
        assert client.get(f"/my-voice/{token}/").status_code == 404
        freja.post(f"/my-voice/{again}/withdraw/")
        assert client.get(f"/k/{voice.code}").status_code == 410
    post.refresh_from_db()
    assert (post.body, post.removed_at) == (WORDS, None)
    assert WORDS in browse("amina").get(f"/topics/{post.topic_id}/").content.decode()
    # It may be offered once more.
    assert WORDS[:40] in freja.get("/my-stories/").content.decode()


def present_wording() -> int:
    from home.testimonials.consents import standing_wording

    return standing_wording().pk


def test_changing_or_removing_the_post_reaches_no_story_and_the_other_way_round(world, browse, post):
    offer = offer_post(actor=world.freja, post=post)
    Post.objects.filter(pk=post.pk).update(body="Noget andet")
    assert offer.testimonial.cuts.get().quote == WORDS


@pytest.mark.parametrize("who", ["amina", "sofie", "yusuf", "signe", "mona", "karla", "emil"])
def test_nobody_offers_what_others_told(world, browse, post, who):
    assert browse(who).post(f"/my-stories/offer/{post.pk}/").status_code == 404
    with pytest.raises(Refused):
        offer_post(actor=getattr(world, who), post=post)
    assert not Voice.objects.exists()


def test_answers_and_posts_without_words_are_not_offered(world, post):
    reply = answer(world, post.topic, "amina")
    with pytest.raises(Refused):
        offer_post(actor=world.amina, post=reply)
    offer_post(actor=world.freja, post=post)
    with pytest.raises(Refused):
        offer_post(actor=world.freja, post=post)


def test_an_offer_is_its_tellers_alone(world, browse, post):
    offer = offer_post(actor=world.freja, post=post)
    for who in ("amina", "signe", "karla"):
        assert browse(who).post(f"/my-stories/{offer.pk}/open/").status_code == 404
        assert TITLE not in browse(who).get("/my-stories/").content.decode()
    assert present_consent(offer.testimonial) is None
