"""One's own page: without an account, at a secret address, in two languages."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from community import clock
from home.testimonials.consents import present_consent, standing_wording
from home.testimonials.models import PAUSE, Scope
from home.testimonials.models import Testimonial as Voice
from home.testimonials.operations import make_claim, release, revoke_claims
from tests.voices import NAME, QUOTE, a_voice, claim, later, shared

YES = {"scopes": ["site_da", "qr"], "name_form": "first_name", "shown_name": "Rosmarie"}


def ticked(voice: Voice, **other: object) -> dict[str, object]:
    return {"cut": voice.cuts.get().pk, "wording": standing_wording().pk, **YES, **other}


@pytest.fixture
def asked(world):
    voice = a_voice(world)
    token, _held = claim(world, voice)
    return voice, token


def test_it_shows_what_was_said_and_asks_plainly_with_nothing_ticked(asked, client):
    voice, token = asked
    answer = client.get(f"/my-voice/{token}/")
    page = answer.content.decode()
    assert QUOTE in page
    assert f"/my-voice/{token}/1.m4a" in page
    assert standing_wording().danish.split("\n\n")[1][:60] in page
    assert "checked" not in page
    # Nothing is shared yet, and the page does not say so either.
    assert "Det, vi gerne vil dele" in page
    assert "Det, der deles" not in page
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "strict-origin"
    assert client.get(f"/my-voice/{token}/1.m4a").status_code == 200
    assert client.get(f"/k/{voice.code}").status_code == 404


def test_it_speaks_english_where_that_is_chosen_and_goes_on_to(asked, client):
    _voice, token = asked
    assert "We ask you" in client.get(f"/my-voice/{token}/?in=en").content.decode()
    assert "We ask you" in client.get(f"/my-voice/{token}/").content.decode()


def test_the_preview_is_the_page_as_others_would_see_it_and_keeps_nothing(asked, client):
    voice, token = asked
    answer = client.post(f"/my-voice/{token}/preview/", ticked(voice))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<p class="eyebrow">Rosmarie</p>' in page
    assert f"”{QUOTE}”" in page
    assert present_consent(voice) is None


def test_saying_yes_tick_by_tick(asked, client):
    voice, token = asked
    answer = client.post(f"/my-voice/{token}/yes/", ticked(voice), follow=True)
    assert "Det hviler først i 72 timer" in answer.content.decode()
    consent = present_consent(voice)
    assert (consent.how, consent.recorded_by, consent.name) == ("self", None, ("first_name", "Rosmarie"))
    assert set(consent.scopes.values_list("scope", flat=True)) == {"site_da", "qr"}
    assert client.get(f"/k/{voice.code}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"scopes": []}, "Sæt mindst ét kryds"),
        ({"scopes": ["qr"]}, "Vælg mindst ét sprog"),
        ({"shown_name": ""}, "Skriv det, der skal stå."),
        ({"cut": 999_999}, "Der er et nyere klip."),
        ({"wording": 999_999}, "Der er et nyere klip."),
        ({"name_form": "nonsense"}, "gyldig"),
    ],
)
def test_a_yes_that_lacks_something_comes_back_as_it_was(asked, client, wrong, sentence):
    voice, token = asked
    answer = client.post(f"/my-voice/{token}/yes/", ticked(voice, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Rosmarie"' in page or wrong.get("shown_name") == ""
    assert present_consent(voice) is None


def test_no_is_one_press_erases_and_is_written_down_nowhere(asked, client):
    from community.activity.models import ActivityRecord

    voice, token = asked
    client.post(f"/my-voice/{token}/withdraw/")
    assert not voice.cuts.exists()
    kinds = set(ActivityRecord.objects.filter(subject_type="home.testimonial").values_list("kind", flat=True))
    assert kinds == {"voice_opened", "voice_cut_made", "voice_claim_made", "voice_erased"}
    assert "slettet" in client.get(f"/my-voice/{token}/").content.decode()


def test_hiding_showing_renewing_and_withdrawing_are_one_press_each(world, client):
    voice, token, _held = shared(world)
    address = f"/k/{voice.code}"
    assert client.get(address).status_code == 200
    client.post(f"/my-voice/{token}/hide/")
    assert client.get(address).status_code == 410
    client.post(f"/my-voice/{token}/show/")
    assert client.get(address).status_code == 200
    client.post(f"/my-voice/{token}/renew/")
    assert present_consent(voice).expires_at > later(days=364)
    client.post(f"/my-voice/{token}/withdraw/")
    assert client.get(address).status_code == 410
    page = client.get(f"/my-voice/{token}/").content.decode()
    assert QUOTE not in page
    assert NAME not in page
    # Nothing is left to decide, and saying so breaks nothing.
    assert client.post(f"/my-voice/{token}/show/", follow=True).status_code == 200
    assert client.get(address).status_code == 410


def test_changing_name_and_places_later(world, client):
    voice, token, _held = shared(world)
    answer = client.post(f"/my-voice/{token}/change/", {"scopes": ["site_da"], "name_form": "role"}, follow=True)
    assert answer.status_code == 200
    page = client.get(f"/k/{voice.code}").content.decode()
    assert "Ung i NExTWORK" in page
    assert NAME not in page
    assert "Roskilde" not in page
    assert client.get(f"/en/k/{voice.code}").status_code == 410
    assert client.get(f"/k/{voice.code}/share.png").status_code == 404
    assert voice.code not in client.get("/sitemap.xml").content.decode()
    assert client.get(f"/k/{voice.code}")["X-Robots-Tag"].startswith("noindex")


def test_asking_for_another_voice(world, client):
    voice, token, _held = shared(world)
    assert client.post(f"/my-voice/{token}/wish/", {}).status_code == 422
    client.post(f"/my-voice/{token}/wish/", {"voice": "altered"})
    assert Voice.objects.get(pk=voice.pk).wished_voice == "altered"


def test_the_page_says_where_it_stands_in_each_state(world, client):
    voice, token, _held = shared(world)
    page = client.get(f"/my-voice/{token}/").content.decode()
    assert "Det deles nu" in page
    assert f'href="/k/{voice.code}"' in page
    with clock.at(clock.now() - timedelta(days=9)):
        assert "Det hviler til" in client.get(f"/my-voice/{token}/").content.decode()
    with clock.at(later(days=400)):
        assert "løbet ud" in client.get(f"/my-voice/{token}/").content.decode()


@pytest.mark.parametrize("path", ["", "1.m4a", "preview/", "yes/", "change/", "wish/", "hide/", "withdraw/", "renew/"])
def test_an_address_that_was_closed_or_guessed_opens_nothing(world, path):
    voice, token, _held = shared(world)
    new = make_claim(actor=world.karla, testimonial=voice)
    revoke_claims(actor=world.karla, testimonial=voice)
    client = Client()
    for tried in (token, new, "x" * 32):
        send = client.get if path in ("", "1.m4a") else client.post
        assert send(f"/my-voice/{tried}/{path}").status_code == 404
    assert Voice.objects.public("da").filter(pk=voice.pk).exists()


def test_the_token_stands_in_no_table(world):
    from django.apps import apps

    _voice, token, _held = shared(world)
    for model in apps.get_app_config("home").get_models():
        assert token not in str(list(model.objects.values_list()))


def test_only_what_was_asked_for_can_be_said_yes_to(asked, client):
    """The ticks of a form are those of the model, and nothing else becomes public by being posted."""
    voice, token = asked
    answer = client.post(f"/my-voice/{token}/yes/", ticked(voice, scopes=["site_da", "everything"]))
    assert answer.status_code == 422
    page = client.get(f"/my-voice/{token}/").content.decode()
    assert re.findall(r'name="scopes" value="(\w+)"', page) == [str(scope) for scope in Scope.values]


# --- own words for what one is ------------------------------------------------------------------------------------
def test_one_may_be_called_what_one_is_in_ones_own_words(asked, client, world):
    voice, token = asked
    words = ticked(voice, scopes=["site_da", "site_en"], name_form="own_words", shown_name="  Deltager,  22 år ")
    assert "Deltager, 22 år" in client.post(f"/my-voice/{token}/preview/", words).content.decode()
    client.post(f"/my-voice/{token}/yes/", words)
    consent = present_consent(voice)
    assert consent.name == ("own_words", "Deltager, 22 år")
    release(actor=world.karla, consent=consent)
    with clock.at(later(hours=73)):
        page = client.get(f"/k/{voice.code}").content.decode()
        assert '<p class="eyebrow">Deltager, 22 år</p>' in page
        assert "Ung i NExTWORK" not in page
        assert "<v Deltager, 22 år>" in client.get(f"/k/{voice.code}/da.vtt").content.decode()


@pytest.mark.parametrize("form", ["pseudonym", "first_name", "full_name"])
def test_a_name_still_has_no_comma_with_a_role_behind_it(asked, client, form):
    voice, token = asked
    answer = client.post(f"/my-voice/{token}/yes/", ticked(voice, name_form=form, shown_name="Rosmarie, psykolog"))
    assert answer.status_code == 422
    assert "uden komma" in answer.content.decode()
    assert present_consent(voice) is None


def test_own_words_without_words_are_none(asked, client):
    voice, token = asked
    answer = client.post(f"/my-voice/{token}/yes/", ticked(voice, name_form="own_words", shown_name="  "))
    assert answer.status_code == 422
    assert "Skriv det, der skal stå." in answer.content.decode()


def test_own_words_are_more_closed_than_a_name_and_more_open_than_none(world, client):
    voice, token, _held = shared(world)
    words = {"scopes": ["site_da"], "name_form": "own_words", "shown_name": "Deltager, 22 år"}
    client.post(f"/my-voice/{token}/change/", words)
    assert "Deltager, 22 år" in client.get(f"/k/{voice.code}").content.decode()
    client.post(f"/my-voice/{token}/change/", {"scopes": ["site_da"], "name_form": "role"})
    assert "Deltager, 22 år" not in client.get(f"/k/{voice.code}").content.decode()
    client.post(f"/my-voice/{token}/change/", words)
    assert "Deltager, 22 år" not in client.get(f"/k/{voice.code}").content.decode()
    with clock.at(later(hours=73)):
        assert "Deltager, 22 år" in client.get(f"/k/{voice.code}").content.decode()


# --- what people are told before they say yes ---------------------------------------------------------------------
PROMISES = {
    "": [
        "Det betyder ikke noget for dit forløb, din praktik, din ydelse eller din sag",
        "vi skriver ikke ned, hvis du siger nej",
        "venter vi i 72 timer, før nogen kan se eller høre det",
        "Dit ja gælder i et år. Vi minder dig om det, før det slutter.",
        "Du kan altid fortryde. Det er lige så nemt som at sige ja",
        "Det, der er trykt på papir, kan vi ikke hente tilbage.",
        "det, andre har hentet fra podcast-apps eller har fået til en avis: Det kan vi ikke slette hos dem",
    ],
    "?in=en": [
        "Your answer makes no difference to your course, your internship, your benefits or your case",
        "we do not write it down if you say no",
        "we wait for 72 hours before anybody can see or hear it",
        "Your yes holds for a year. We remind you before it ends.",
        "You can always change your mind. It is as easy as saying yes",
        "What is printed on paper cannot be called back.",
        "what others have fetched from podcast apps or have been given for a newspaper: we cannot erase it there",
    ],
}


@pytest.mark.parametrize("language", PROMISES)
def test_what_people_are_told_before_a_yes_promises_what_the_site_keeps(asked, client, language):
    """Before the first button with which one could say yes: no pressure, the pause, the way back, and what paper and
    podcast apps keep. The way back is the button on the same page."""
    _voice, token = asked
    page = unescape(client.get(f"/my-voice/{token}/{language}").content.decode())
    before, _button, after = page.partition(f'action="/my-voice/{token}/yes/"')
    for sentence in PROMISES[language]:
        assert sentence in before, sentence
    assert f"{PAUSE.days * 24} " in before
    assert f'action="/my-voice/{token}/withdraw/"' in after
    assert "podcast" in after


@pytest.mark.parametrize(("language", "label", "stop"), [("", "Læs højt", "Stop"), ("?in=en", "Read aloud", "Stop")])
def test_the_text_people_say_yes_to_can_be_read_aloud(asked, client, language, label, stop):
    """One button beside it, which a script shows where the device can speak; it stands with the words it reads."""
    _voice, token = asked
    page = client.get(f"/my-voice/{token}/{language}").content.decode()
    (article,) = re.findall(r'<article class="stack wording".*?</article>', page, re.DOTALL)
    (button,) = re.findall(r"<button[^>]*>.*?</button>", article, re.DOTALL)
    assert 'data-controller="aloud"' in button
    assert 'data-action="aloud#toggle"' in button
    assert f'data-aloud-stop-value="{stop}"' in button
    assert re.search(r'<span data-aloud-target="label">([^<]*)<', button)[1] == label
    assert " hidden" in button.partition(">")[0]
    assert '<div class="words' in article
    assert page.count('data-controller="aloud"') == 1


def test_once_said_yes_to_there_is_no_text_left_to_read_aloud(world, client):
    _voice, token, _held = shared(world)
    assert 'data-controller="aloud"' not in client.get(f"/my-voice/{token}/").content.decode()


def test_withdrawing_is_as_easy_as_saying_yes(world, client):
    """One press on the same page, without a question in between."""
    voice, token, _held = shared(world)
    page = client.get(f"/my-voice/{token}/").content.decode()
    (form,) = re.findall(rf'<form method="post" action="/my-voice/{token}/withdraw/">.*?</form>', page, re.DOTALL)
    assert re.findall(r"<(?:input|select|textarea)[^>]*name=\"(\w+)\"", form) == ["csrfmiddlewaretoken"]
    assert "Træk tilbage" in form
    client.post(f"/my-voice/{token}/withdraw/")
    assert not voice.cuts.exists()
