"""The editors' desk: from a new voice to one that is let go, and the ledger that stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from community import clock
from community.permissions import Refused
from home.testimonials.consents import (
    claim_of,
    present_consent,
    record_consent,
    standing_wording,
    withdraw_consent,
)
from home.testimonials.models import ConsentWording
from home.testimonials.models import Testimonial as Voice
from tests.personas import sign_in
from tests.samples import voice as a_recording
from tests.voices import NAME, QUOTE, VTT, a_voice, claim, editor, later, say_yes, shared

#: What an editor has looked for before a voice goes out.
LOOKED = {"checked": "on", "sensitive": "on"}
WORDS = {"question": "Hvad nu?", "quote": QUOTE, "voice": "own", "transcript": VTT}


NEW = {"speaker": "youth", "municipality": "Roskilde", "email": "", "told_before": "on"}


@pytest.fixture
def karla(world):
    return sign_in(Client(), editor(world))


def test_from_a_new_voice_to_the_page_that_everybody_hears(world, karla, client):
    answer = karla.post("/voices/new/", NEW)
    voice = Voice.objects.get()
    assert answer["Location"] == f"/voices/{voice.code}/cut/"
    sound = SimpleUploadedFile("optagelse.webm", a_recording("Chrome", 4), "audio/webm")
    answer = karla.post(f"/voices/{voice.code}/cut/", {**WORDS, "sound_file": sound}, follow=True)
    assert "Klippet er gemt" in answer.content.decode()
    cut = voice.cuts.get()
    assert cut.seconds == pytest.approx(4, abs=0.2)
    assert cut.waveform
    page = karla.post(f"/voices/{voice.code}/address/").content.decode()
    token = page.partition("/my-voice/")[2].partition("/")[0]
    assert claim_of(token).testimonial == voice
    assert token not in karla.get(f"/voices/{voice.code}/").content.decode()
    say_yes(claim_of(token))
    assert karla.post(f"/voices/{voice.code}/release/", {}).status_code == 422
    karla.post(f"/voices/{voice.code}/release/", LOOKED)
    assert client.get(f"/k/{voice.code}").status_code == 404
    with clock.at(later(hours=73)):
        assert client.get(f"/k/{voice.code}").status_code == 200
        karla.post(f"/voices/{voice.code}/take-down/")
        assert client.get(f"/k/{voice.code}").status_code == 410
        karla.post(f"/voices/{voice.code}/release/", LOOKED)
        assert client.get(f"/k/{voice.code}").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quote": "Noget, ingen sagde"}, "Citatet står ikke ord for ord i udskriften."),
        ({"transcript": "uden tid"}, "Begynd hver linje med tiden"),
        ({"question": ""}, "Hvad nu?"),
    ],
)
def test_what_was_typed_comes_back_with_what_is_wrong(world, karla, wrong, sentence):
    voice = a_voice(world)
    answer = karla.post(f"/voices/{voice.code}/cut/", {**WORDS, "content_note": "Hvad nu?", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert QUOTE in page
    assert voice.cuts.count() == 1


def test_a_file_that_is_no_sound_is_not_taken(world, karla):
    voice = a_voice(world)
    file = SimpleUploadedFile("lyd.mp3", b"<html>" * 100, "audio/mpeg")
    answer = karla.post(f"/voices/{voice.code}/cut/", {**WORDS, "sound_file": file})
    assert answer.status_code == 422
    assert "Den her fil er noget andet" in answer.content.decode()


def test_the_next_cut_keeps_the_sound_where_no_other_is_given(world, karla):
    voice = a_voice(world)
    first = voice.cuts.get()
    karla.post(f"/voices/{voice.code}/cut/", {**WORDS, "question": "Et bedre spørgsmål?"})
    second = voice.cuts.get(number=2)
    assert (second.sound, second.seconds) == (first.sound, first.seconds)


def test_writing_down_a_yes_from_paper(world, karla):
    voice = a_voice(world)
    words = {
        "cut": voice.cuts.get().pk,
        "wording": standing_wording().pk,
        "scopes": ["site_da"],
        "name_form": "role",
        "how": "paper",
        "given_on": timezone.localdate().isoformat(),
    }
    answer = karla.post(f"/voices/{voice.code}/yes/", words)
    assert answer.status_code == 422
    assert "Ellers er ja’et ikke frit" in answer.content.decode()
    karla.post(f"/voices/{voice.code}/yes/", {**words, "asked_freely": "on"})
    consent = present_consent(voice)
    assert (consent.how, consent.recorded_by) == ("paper", world.karla)
    page = karla.get(f"/voices/{voice.code}/").content.decode()
    assert "På papir" in page
    assert "Karla" in page
    assert consent.receipt in page
    assert consent.asked_freely
    assert "spurgt af en uden for sagen og fri til at sige nej" in page


def test_a_yes_that_nobody_vouches_for_is_not_written_down(world):
    voice = a_voice(world)
    told = {"wording": standing_wording(), "scopes": ["site_da"], "name_form": "role", "how": "oral"}
    with pytest.raises(Refused):
        record_consent(actor=world.karla, cut=voice.cuts.get(), **told)
    assert present_consent(voice) is None


def test_a_yes_that_the_person_gave_themself_says_nothing_of_who_asked(world, karla):
    voice, _token, _held = shared(world)
    assert not present_consent(voice).asked_freely
    assert "spurgt af en uden for sagen" not in karla.get(f"/voices/{voice.code}/").content.decode()


def test_no_voice_is_begun_before_the_person_was_told_what_the_recording_is_for(world, karla):
    answer = karla.post("/voices/new/", {**NEW, "told_before": ""})
    assert answer.status_code == 422
    assert "Fortæl personen det først." in answer.content.decode()
    assert not Voice.objects.exists()
    karla.post("/voices/new/", NEW)
    page = karla.get(f"/voices/{Voice.objects.get().code}/").content.decode()
    assert "Personen fik før optagelsen at vide, hvad den skal bruges til" in page


@pytest.mark.parametrize(
    ("ticked", "sentence"),
    [
        ({"checked": "on"}, "Det må kun deles med et udtrykkeligt ja til netop det."),
        ({"sensitive": "on"}, "Lyt først. Andre har ikke sagt ja."),
    ],
)
def test_nothing_is_let_go_before_an_editor_has_looked_for_others_and_for_what_is_sensitive(
    world, karla, ticked, sentence
):
    voice = a_voice(world)
    _token, held = claim(world, voice)
    say_yes(held)
    answer = karla.post(f"/voices/{voice.code}/release/", ticked)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert present_consent(voice).released_at is None
    karla.post(f"/voices/{voice.code}/release/", LOOKED)
    assert present_consent(voice).released_by == world.karla


def test_the_ledger_outlives_the_words(world, karla):
    voice, _token, held = shared(world)
    withdraw_consent(claim=held)
    page = karla.get(f"/voices/{voice.code}/").content.decode()
    for line in ("Begyndt", "Ja givet", "Frigivet til siden", "Ja trukket tilbage", "Ord, lyd og navne slettet"):
        assert line in page
    assert QUOTE not in page
    assert NAME not in page


def test_a_new_wording_is_a_new_version_and_changes_no_earlier_yes(world, karla):
    _token, held = claim(world, a_voice(world))
    consent = say_yes(held)
    karla.post("/voices/wording/", {"danish": "Må vi?", "english": "May we?"})
    assert standing_wording().version == 2
    consent.refresh_from_db()
    assert consent.wording.version == 1
    first = ConsentWording.objects.get(version=1)
    first.danish = "Noget andet"
    with pytest.raises(TypeError):
        first.save()


@pytest.mark.parametrize("who", ["visitor", "freja", "mona", "signe", "tine", "ellen", "emil"])
def test_the_desk_does_not_exist_for_others(world, browse, who):
    voice, _token, _held = shared(world)
    client = browse(who)
    for path in ("", "new/", "wording/", f"{voice.code}/", f"{voice.code}/cut/", f"{voice.code}/1.m4a"):
        answer = client.get(f"/voices/{path}")
        assert answer.status_code == (302 if who == "visitor" else 404), path
    for path in ("release/", "take-down/", "address/", "address/close/", "yes/"):
        answer = client.post(f"/voices/{voice.code}/{path}", {"checked": "on"})
        assert answer.status_code == (302 if who == "visitor" else 404), path
