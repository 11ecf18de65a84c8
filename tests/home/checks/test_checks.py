"""What an editor is told on a preview, and that no reader ever sees it."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from community import clock
from home.checks.checks import findings_of
from home.models import ContactPage, EpisodePage, HomePage, PublicImage, StandardPage
from home.models import TestimonialIndexPage as VoicesPage
from home.testimonials.consents import hide_voice, present_consent
from home.testimonials.naming import names_in
from tests.personas import sign_in
from tests.voices import QUOTE, editor, shared

pytestmark = pytest.mark.usefixtures("public_site")


def found(page, name: str) -> list[str]:
    return [finding.words for finding in findings_of(page) if finding.check.name == name]


@pytest.fixture
def about() -> StandardPage:
    return StandardPage.objects.get(slug="om")


# --- each of them -----------------------------------------------------------------------------------------------------
def test_an_episode_without_its_words():
    episode = EpisodePage.objects.heard().filter(locale__language_code="da").first()
    assert found(episode, "transcript") == []
    episode.transcript_read_by = ""
    assert found(episode, "transcript") == ["Ingen har sat navn på udskriften."]
    episode.transcript = "WEBVTT\nKind: captions"
    assert len(found(episode, "transcript")) == 2
    episode.transcript, episode.sound = "", None
    assert found(episode, "transcript") == ["Der er ingen lyd endnu.", "Der er ingen udskrift endnu."]


def test_a_yes_that_ends_soon_or_does_not_stand(world):
    voice, _token, held = shared(world)
    home = HomePage.objects.get(locale__language_code="da")
    home.quoted = voice
    assert found(home, "consent") == []
    ends = present_consent(voice).expires_at
    with clock.at(ends - timedelta(days=29)):
        assert [voice.code in words for words in found(home, "consent")] == [True]
        index = VoicesPage.objects.get(locale__language_code="da")
        assert [words for words in found(index, "consent") if voice.code in words]
    hide_voice(claim=held)
    assert [f"Stemmen {voice.code} vises ikke" in words for words in found(home, "consent")] == [True]


def test_words_of_a_voice_typed_by_hand(world, about):
    voice, _token, _held = shared(world)
    about.body = [("text", f"<p>En ung sagde: {QUOTE}, og det var sandt.</p>")]
    assert found(about, "quote") == [f"Det er ordene fra stemmen {voice.code}."]
    about.body = [("quote", "Det her har ingen nogensinde sagt ja til")]
    assert found(about, "quote") == [
        "Et citat, der ikke hører til nogen stemme: “Det her har ingen nogensinde sagt ja til”"
    ]
    about.body = [("text", "<p>Helt almindelige ord.</p>")]
    assert found(about, "quote") == []


def test_a_picture_without_words(about):
    written = BytesIO()
    Image.new("RGB", (900, 600), "green").save(written, "JPEG")
    image = PublicImage.objects.create(title="Køkken", file=ImageFile(BytesIO(written.getvalue()), name="k.jpg"))
    block = {"type": "picture", "value": {"image": image.pk, "alt_text": "", "decorative": False}, "id": "1"}

    def shown(**value):
        about.body = json.dumps([{**block, "value": {**block["value"], **value}}])
        return found(about, "alt")

    assert shown() == ["Billedet “Køkken” har ingen ord."]
    assert shown(alt_text="IMG_2034.jpg") == ["“IMG_2034.jpg” er navnet på en fil, ikke det, den viser."]
    assert shown(alt_text="To unge ved et komfur") == []
    assert shown(decorative=True) == []


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Vi talte med Mette Hansen om det. Så gik vi hjem.", "da", ["Mette Hansen"]),
        ("Mette Hansen var der. Det var Ali også.", "da", ["Mette Hansen", "Ali"]),
        ("Så sagde Ali, at det gik.", "da", ["Ali"]),
        ("Hun hedder Anne-Sofie.", "da", ["Anne-Sofie"]),
        ("Det er NExTWORK i Danmark. De unge kan selv. I kan også.", "da", []),
        ("We met on Monday in London. They are Danish.", "en", []),
        ("We talked with Mette Hansen about it.", "en", ["Mette Hansen"]),
        ("", "da", []),
        ("A" * 50_000, "da", []),
    ],
)
def test_names_are_guessed_by_their_capitals(text, language, names):
    assert names_in(text, language) == names


def test_people_who_are_named_and_places_that_are_ours(about):
    about.body = [("text", "<p>I Roskilde talte vi med Mette Hansen.</p>")]
    assert found(about, "names") == ["Mette Hansen"]
    assert found(ContactPage.objects.first(), "names") == [], "it is there to name somebody"
    episode = EpisodePage.objects.heard().filter(locale__language_code="da").first()
    cue = "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Sofie>Jeg hedder Sofie, og det sagde Ali.\n"
    episode.transcript = cue
    assert found(episode, "names") == ["Ali"], "who speaks has said yes to speaking"


def test_the_demonstrations_pages_have_nothing_to_look_at():
    for kind in (StandardPage, HomePage, VoicesPage, EpisodePage):
        for page in kind.objects.live():
            assert findings_of(page) == [], page


# --- who sees it ------------------------------------------------------------------------------------------------------
def test_it_stands_on_previews_and_on_no_page_that_is_served(world, about):
    about.body = [("text", "<p>Vi talte med Mette Hansen.</p>")]
    about.save_revision().publish()
    karla = sign_in(Client(), editor(world))
    preview = karla.get(reverse("wagtailadmin_pages:view_draft", args=[about.pk])).content.decode()
    assert '<li data-check="names">' in preview
    assert "Mette Hansen" in preview
    assert "Til redaktionen" in preview
    for client in (karla, Client(), sign_in(Client(), world.freja)):
        page = client.get("/om/").content.decode()
        assert "<li data-check" not in page
        assert "Til redaktionen" not in page


def test_the_editor_counts_them_by_rules_of_their_own(world, about):
    karla = sign_in(Client(), editor(world))
    page = karla.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).content.decode()
    config = json.loads(re.search(r'<script id="checker-axe-configuration"[^>]*>(.*?)</script>', page)[1])
    rules = {rule["id"]: rule for rule in config["spec"]["rules"]}
    for name in ("transcript", "consent", "quote", "alt", "names"):
        assert rules[f"nextwork-{name}"]["selector"] == f"[data-check={name}]"
        assert f"nextwork-{name}" in config["options"]["runOnly"]
        assert config["messages"][f"nextwork-{name}"]["error_name"]
    assert "empty-meta-description" in rules, "Wagtail's own stay"
    assert "home/js/editor_checks" in karla.get("/om/").content.decode()


def test_the_desk_names_whom_a_cut_may_name(world):
    words = "Det var Mette Hansen, der sagde, at jeg skulle blive"
    voice, _token, _held = shared(
        world,
        quote=words,
        excerpt="",
        transcript=f"WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Taler>{words}.\n",
    )
    karla = sign_in(Client(), world.karla)
    karla.post(f"/voices/{voice.code}/take-down/")
    page = karla.get(f"/voices/{voice.code}/").content.decode()
    assert "Det her kan være navne på mennesker: Mette Hansen." in page
