"""A voice is public by a query over consents that stand at this moment, and by nothing else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.activity.models import ActivityRecord
from community.permissions import Refused
from home.testimonials.consents import (
    change_consent,
    give_consent,
    hide_voice,
    present_consent,
    record_consent,
    renew_consent,
    show_voice,
    standing_wording,
    wish_for_voice,
    withdraw_consent,
)
from home.testimonials.keeping import (
    erase_what_has_no_yes,
    note_what_ran_out,
    remind_before_the_end,
    sweep_sounds,
)
from home.testimonials.models import ConsentScope, Cut, Scope
from home.testimonials.models import Testimonial as Voice
from home.testimonials.operations import (
    Unfit,
    make_cut,
    open_voice,
    release,
    revoke_claims,
    take_down,
    write_wording,
)
from home.testimonials.telling import public_telling, tellings
from tests.voices import ALL, NAME, QUOTE, SOUND, VTT, a_voice, claim, editor, later, said, say_yes, shared

ONLY_DANISH = (Scope.SITE_DA,)


def seen(language: str = "da", *scopes: str) -> bool:
    return Voice.objects.public(language, *scopes).exists()


# --- coming to stand ----------------------------------------------------------------------------------------------
def test_a_yes_rests_72_hours_and_waits_for_an_editor(world):
    voice = a_voice(world)
    assert not seen()
    _token, held = claim(world, voice)
    consent = say_yes(held)
    release(actor=world.karla, consent=consent)
    for hours, shown in ((0, False), (71.99, False), (72.01, True)):
        with clock.at(later(hours=hours)):
            assert seen() is shown


def test_a_rested_yes_shows_nothing_before_an_editor_has_let_it_go(world):
    _token, held = claim(world, a_voice(world))
    consent = say_yes(held)
    with clock.at(later(days=30)):
        assert not seen()
        release(actor=world.karla, consent=consent)
        assert seen()


@pytest.mark.parametrize("who", ["freja", "mona", "signe", "tine", "ellen", "emil"])
def test_only_those_who_keep_the_pages_prepare_and_let_go(world, who):
    voice = a_voice(world)
    _token, held = claim(world, voice)
    consent = say_yes(held)
    person = getattr(world, who)
    assert not Voice.objects.visible_to(person).exists()
    deeds = [
        lambda: open_voice(actor=person, speaker="youth"),
        lambda: make_cut(actor=person, testimonial=voice, said=said(), sound=SOUND),
        lambda: release(actor=person, consent=consent),
        lambda: take_down(actor=person, testimonial=voice),
        lambda: revoke_claims(actor=person, testimonial=voice),
        lambda: write_wording(actor=person, danish="x", english="x"),
    ]
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert Voice.objects.get().cuts.count() == 1


def test_nobody_lets_go_what_has_no_yes(world):
    voice, _token, held = shared(world)
    consent = present_consent(voice)
    withdraw_consent(claim=held)
    with pytest.raises(Refused):
        release(actor=world.karla, consent=consent)
    assert not seen()


def test_each_tick_is_a_yes_of_its_own(world):
    shared(world, (Scope.SITE_DA, Scope.QR))
    assert seen("da")
    assert seen("da", Scope.QR)
    assert not seen("en")
    for scope in (Scope.PRINT, Scope.SEARCH, Scope.SOCIAL, Scope.PODCAST_APPS, Scope.PRESS, Scope.MUNICIPALITY):
        assert not seen("da", scope)
    assert tellings("da")[0].municipality == ""


def test_a_yes_without_a_place_or_without_its_name_is_none(world):
    _token, held = claim(world, a_voice(world))
    with pytest.raises(Refused):
        say_yes(held, (Scope.QR,))
    with pytest.raises(Refused):
        give_consent(
            claim=held,
            cut=held.testimonial.cuts.get(),
            wording=standing_wording(),
            scopes=ONLY_DANISH,
            name_form="full_name",
        )
    assert present_consent(held.testimonial) is None


def test_a_yes_is_written_down_with_how_by_whom_and_by_which_text(world):
    voice = a_voice(world)
    second = write_wording(actor=world.karla, danish="Ny tekst", english="New text")
    consent = record_consent(
        actor=world.karla,
        cut=voice.cuts.get(),
        wording=standing_wording(),
        scopes=ONLY_DANISH,
        name_form="role",
        how="paper",
        given_at=clock.now() - timedelta(days=20),
        asked_freely=True,
    )
    assert (consent.wording, consent.how, consent.recorded_by) == (second, "paper", world.karla)
    assert consent.opens_at > later(hours=71)
    assert timedelta(days=344) < consent.expires_at - clock.now() < timedelta(days=346)
    kinds = set(ActivityRecord.objects.filter(subject_type="home.testimonial").values_list("kind", flat=True))
    assert kinds == {"voice_opened", "voice_cut_made", "consent_given"}


# --- the exact form -----------------------------------------------------------------------------------------------
def test_a_new_cut_needs_a_yes_of_its_own_and_the_old_one_stays_until_then(world):
    voice, _token, held = shared(world)
    before = tellings("da")[0].cut
    new = make_cut(actor=world.karla, testimonial=voice, said=said(question="Et andet spørgsmål"), sound=SOUND)
    with pytest.raises(Refused):
        release(actor=world.karla, consent=present_consent(voice))
    assert tellings("da")[0].cut == before
    consent = say_yes(held)
    release(actor=world.karla, consent=consent)
    assert tellings("da")[0].cut == before
    with clock.at(later(hours=73)):
        (told,) = tellings("da")
        assert told.cut == new


def test_a_yes_to_an_earlier_cut_is_refused(world):
    voice = a_voice(world)
    _token, held = claim(world, voice)
    first = voice.cuts.get()
    make_cut(actor=world.karla, testimonial=voice, said=said(question="Et andet"), sound=SOUND)
    with pytest.raises(Refused):
        give_consent(claim=held, cut=first, wording=standing_wording(), scopes=ONLY_DANISH, name_form="role")


def test_a_cut_never_changes(world):
    voice, _token, _held = shared(world)
    cut = voice.cuts.get()
    cut.quote = "Noget andet"
    with pytest.raises(TypeError):
        cut.save()
    with pytest.raises(TypeError):
        Cut.objects.update(quote="Noget andet")
    with pytest.raises(TypeError):
        voice.delete()
    assert tellings("da")[0].words == QUOTE


def test_the_database_refuses_what_no_consent_may_be(world):
    voice, _token, _held = shared(world)
    consent = present_consent(voice)
    wrong = (
        {"opens_at": consent.given_at},
        {"expires_at": consent.opens_at},
        {"recorded_by": world.karla},
        {"name_form": "role"},
        {"ended_at": clock.now()},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(consent).objects.filter(pk=consent.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentScope.objects.create(consent=consent, scope=Scope.QR, opens_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Cut(testimonial=voice, number=9, question="Q", quote="q", sound="folder").save()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"quote": "Kanariefuglen fandt plads", "excerpt": ""}, "quote"),
        ({"transcript": ""}, "transcript"),
        ({"transcript": "WEBVTT\nKind: captions\n"}, "transcript"),
        (
            {"transcript": VTT.replace("00:00:00.000", "00:00:09.000").replace("00:00:03.000", "00:00:11.000")},
            "transcript",
        ),
        ({"voice": ""}, "voice"),
        ({"excerpt": "ved en anden bænk"}, "excerpt"),
        ({"excerpt_en": "at another bench"}, "excerpt_en"),
    ],
)
def test_a_cut_whose_quotation_is_not_in_its_sound_is_not_made(world, private_folder, words, field):
    voice = open_voice(actor=editor(world), speaker="youth")
    with pytest.raises(Unfit) as unfit:
        make_cut(actor=world.karla, testimonial=voice, said=said(**words), sound=SOUND)
    assert unfit.value.field == field
    assert not voice.cuts.exists()


def test_words_left_out_may_be_marked_but_not_turned_round(world):
    voice = open_voice(actor=editor(world), speaker="youth")
    short = said(quote="Kanariefuglen (...) ved høvlebænken", excerpt="")
    make_cut(actor=world.karla, testimonial=voice, said=short, sound=SOUND)
    turned = said(quote="ved høvlebænken (...) Kanariefuglen", excerpt="")
    with pytest.raises(Unfit):
        make_cut(actor=world.karla, testimonial=voice, said=turned, sound=SOUND)


def test_lines_with_times_make_a_transcript(world):
    voice = open_voice(actor=editor(world), speaker="youth")
    lines = f"0:00 {QUOTE},\n0:02 og den blev <der> & sang."
    cut = make_cut(actor=world.karla, testimonial=voice, said=said(transcript=lines), sound=SOUND)
    assert "00:00:02.000 --> 00:00:04.000\n<v Taler>og den blev &lt;der&gt; &amp; sang.\n" in cut.transcript


# --- changing one's mind ------------------------------------------------------------------------------------------
def test_hiding_holds_at_once_and_showing_again_too(world):
    _voice, _token, held = shared(world)
    hide_voice(claim=held)
    assert not seen()
    assert public_telling(held.testimonial.code, "da") is None
    show_voice(claim=held)
    assert seen()


def test_taking_a_tick_away_holds_at_once_and_a_new_one_rests(world):
    _voice, _token, held = shared(world, (Scope.SITE_DA, Scope.SITE_EN, Scope.SEARCH))
    change_consent(claim=held, scopes=(Scope.SITE_DA, Scope.PODCAST_APPS), name_form="full_name", shown_name=NAME)
    assert seen("da")
    assert not seen("en")
    assert not seen("da", Scope.SEARCH)
    assert not seen("da", Scope.PODCAST_APPS)
    with clock.at(later(hours=73)):
        assert seen("da", Scope.PODCAST_APPS)
        assert not seen("en")


def test_a_more_closed_name_holds_at_once_and_a_more_open_one_rests(world):
    _voice, _token, held = shared(world)
    assert tellings("da")[0].name == NAME
    change_consent(claim=held, scopes=ALL, name_form="role")
    assert tellings("da")[0].name == "Ung i NExTWORK"
    change_consent(claim=held, scopes=ALL, name_form="first_name", shown_name="Rosmarie")
    assert tellings("da")[0].name == "Ung i NExTWORK"
    with clock.at(later(hours=73)):
        assert tellings("da")[0].name == "Rosmarie"
        assert tellings("da")[0].vtt("da").count("<v Rosmarie>") == 1
        # Whoever closes it again meanwhile is closed at once.
        change_consent(claim=held, scopes=ALL, name_form="role")
        assert tellings("da")[0].name == "Ung i NExTWORK"


def test_a_closed_address_decides_nothing(world):
    voice, _token, held = shared(world)
    revoke_claims(actor=world.karla, testimonial=voice)
    for deed in (hide_voice, show_voice, renew_consent, withdraw_consent):
        with pytest.raises(Refused):
            deed(claim=held)
    assert seen()


def test_another_voice_is_wished_for_and_the_next_cut_fulfils_it(world):
    voice, _token, held = shared(world)
    wish_for_voice(claim=held, voice="altered")
    assert Voice.objects.get().wished_voice == "altered"
    make_cut(actor=world.karla, testimonial=voice, said=said(voice="altered"), sound=SOUND)
    assert Voice.objects.get().wished_voice == ""


# --- the clock ----------------------------------------------------------------------------------------------------
def test_a_yes_ends_by_the_clock_in_the_second_itself(world):
    voice, _token, held = shared(world)
    ends = present_consent(voice).expires_at
    with clock.at(ends - timedelta(seconds=1)):
        assert seen()
    with clock.at(ends):
        assert not seen()
        assert note_what_ran_out() == 1
        assert note_what_ran_out() == 0
        renew_consent(claim=held)
        assert not seen()
    with clock.at(ends + timedelta(days=364)):
        assert seen()


def test_the_person_is_reminded_once_with_an_address_of_their_own(world, mailoutbox):
    voice, _token, _held = shared(world)
    ends = present_consent(voice).expires_at
    with clock.at(ends - timedelta(days=31)):
        assert remind_before_the_end() == 0
    with clock.at(ends - timedelta(days=29)):
        assert remind_before_the_end() == 1
        assert remind_before_the_end() == 0
    (mail,) = mailoutbox
    assert mail.to == ["rosmarie@example.com"]
    assert "/my-voice/" in mail.body
    assert QUOTE not in mail.body
    assert NAME not in mail.body
    assert "løber ud" in mail.body


def test_what_ran_out_is_erased_after_thirty_days(world):
    voice, _token, _held = shared(world)
    ends = present_consent(voice).expires_at
    with clock.at(ends + timedelta(days=29)):
        assert erase_what_has_no_yes() == 0
    with clock.at(ends + timedelta(days=31)):
        assert erase_what_has_no_yes() == 1
    assert not Cut.objects.exists()
    assert Voice.objects.get().email == ""


def test_a_draft_that_nobody_said_yes_to_is_erased_after_ninety_days(world):
    voice = a_voice(world)
    with clock.at(later(days=80)):
        assert erase_what_has_no_yes() == 0
        make_cut(actor=world.karla, testimonial=voice, said=said(question="Igen"), sound=SOUND)
    with clock.at(later(days=100)):
        assert erase_what_has_no_yes() == 0
    with clock.at(later(days=171)):
        assert erase_what_has_no_yes() == 1
    assert not Cut.objects.exists()


def test_sound_that_no_cut_names_is_swept_away(world, private_folder):
    voice = a_voice(world)
    lost = private_folder / "testimonials" / ("f" * 32)
    lost.mkdir()
    (lost / "clip.m4a").write_bytes(b"sound")
    with clock.at(later(hours=2)):
        sweep_sounds()
    assert not lost.exists()
    assert (private_folder / "testimonials" / voice.cuts.get().sound / "clip.m4a").exists()
