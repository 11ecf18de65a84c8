"""A voice with two cuts: what the earlier one was allowed never comes back by what happens to the later one."""

from datetime import timedelta

import pytest

from community import clock
from home.testimonials.consents import (
    change_consent,
    hide_voice,
    present_consent,
    record_consent,
    renew_consent,
    show_voice,
    standing_wording,
)
from home.testimonials.keeping import erase_what_has_no_yes, note_what_ran_out, remind_before_the_end
from home.testimonials.models import Consent, NameForm, Scope
from home.testimonials.models import Testimonial as Voice
from home.testimonials.operations import make_cut, release, take_down
from home.testimonials.telling import tellings
from tests.voices import ALL, NAME, SOUND, later, said, say_yes, shared


def shown(language: str = "da") -> list[int]:
    """The numbers of the cuts that everybody can hear."""
    return [told.cut.number for told in tellings(language)]


@pytest.fixture
def second(world):
    """A voice that is shared, with a second cut that nobody has said yes to yet."""
    voice, token, held = shared(world)
    make_cut(actor=world.karla, testimonial=voice, said=said(voice="altered"), sound=SOUND)
    return voice, token, held


# --- hidden and taken down ----------------------------------------------------------------------------------------
def test_a_yes_to_a_new_cut_does_not_bring_back_the_one_that_was_hidden(world, second, client):
    voice, token, held = second
    hide_voice(claim=held)
    answer = client.post(
        f"/my-voice/{token}/yes/",
        {
            "cut": voice.cuts.get(number=2).pk,
            "wording": standing_wording().pk,
            "scopes": list(ALL),
            "name_form": "role",
        },
    )
    assert answer.status_code == 302
    assert shown() == []
    assert client.get(f"/k/{voice.code}").status_code == 410
    release(actor=world.karla, consent=present_consent(voice))
    assert shown() == []
    show_voice(claim=held)
    assert shown() == []
    with clock.at(later(hours=73)):
        assert shown() == [2]
    hidden = Consent.objects.get(cut__number=1)
    assert (hidden.ended_at is not None, hidden.shown_name) == (True, "")
    assert "Afsluttet" in client.get(f"/my-voice/{token}/").content.decode()


def test_without_a_later_yes_what_was_hidden_comes_back_as_it_was(second):
    _voice, _token, held = second
    hide_voice(claim=held)
    show_voice(claim=held)
    assert shown() == [1]


def test_letting_a_later_cut_go_does_not_bring_back_the_one_that_was_taken_down(world, second, client):
    voice, _token, held = second
    take_down(actor=world.karla, testimonial=voice)
    consent = say_yes(held)
    assert shown() == []
    release(actor=world.karla, consent=consent)
    assert shown() == []
    assert client.get(f"/k/{voice.code}").status_code == 410
    with clock.at(later(hours=73)):
        assert shown() == [2]


def test_what_was_taken_down_by_mistake_is_let_go_again_where_there_is_no_later_yes(world, second):
    voice, _token, _held = second
    take_down(actor=world.karla, testimonial=voice)
    release(actor=world.karla, consent=present_consent(voice))
    assert shown() == [1]


# --- narrowing while the later one rests --------------------------------------------------------------------------
def test_what_is_closed_while_a_later_yes_rests_is_closed_in_what_is_shown(world, second, client):
    voice, token, held = second
    say_yes(held)
    assert shown("en") == [1]
    assert tellings("da")[0].name == NAME
    page = client.get(f"/my-voice/{token}/").content.decode()
    assert "Indtil da bliver det, du tidligere har sagt ja til, stadig delt." in page
    answer = client.post(f"/my-voice/{token}/change/", {"scopes": ["site_da"], "name_form": "role"})
    assert answer.status_code == 302
    assert shown("en") == []
    (told,) = tellings("da")
    assert (told.cut.number, told.name, told.municipality) == (1, "Ung i NExTWORK", "")
    assert (told.searchable, told.sharable) == (False, False)
    assert client.get(f"/en/k/{voice.code}").status_code == 410
    assert NAME not in client.get(f"/k/{voice.code}").content.decode()


def test_what_a_later_yes_opens_is_not_opened_in_what_is_shown(world):
    voice, _token, held = shared(world, (Scope.SITE_DA,))
    change_consent(claim=held, scopes=(Scope.SITE_DA,), name_form="role")
    make_cut(actor=world.karla, testimonial=voice, said=said(), sound=SOUND)
    release(actor=world.karla, consent=say_yes(held, (Scope.SITE_DA,), name=""))
    change_consent(claim=held, scopes=ALL, name_form="full_name", shown_name=NAME)
    for hours in (0, 71):
        with clock.at(later(hours=hours)):
            assert shown("en") == []
            assert [(told.cut.number, told.name) for told in tellings("da")] == [(1, "Ung i NExTWORK")]
    with clock.at(later(hours=73)):
        assert shown("en") == [2]


def test_a_name_that_waits_to_open_in_the_earlier_one_is_given_up_where_a_later_yes_shows_none(world):
    voice, _token, held = shared(world, (Scope.SITE_DA,))
    change_consent(claim=held, scopes=(Scope.SITE_DA,), name_form="role")
    change_consent(claim=held, scopes=(Scope.SITE_DA,), name_form="full_name", shown_name=NAME)
    with clock.at(later(hours=1)):
        make_cut(actor=world.karla, testimonial=voice, said=said(), sound=SOUND)
        say_yes(held, (Scope.SITE_DA,), name="")
    with clock.at(later(days=10)):
        assert [(told.cut.number, told.name) for told in tellings("da")] == [(1, "Ung i NExTWORK")]


def test_a_later_yes_in_fewer_ways_holds_for_what_is_shown_at_once(second):
    _voice, _token, held = second
    say_yes(held, (Scope.SITE_DA, Scope.QR), name="")
    assert shown("en") == []
    assert [(told.cut.number, told.name) for told in tellings("da", Scope.QR)] == [(1, "Ung i NExTWORK")]


# --- the clock ----------------------------------------------------------------------------------------------------
def on_paper(world, voice, *, days: int) -> Consent:
    """A yes to the newest cut that was given on paper some days ago, and so runs out before the earlier one."""
    consent = record_consent(
        actor=world.karla,
        cut=voice.cuts.order_by("number").last(),
        wording=standing_wording(),
        scopes=ALL,
        name_form=NameForm.ROLE,
        how="paper",
        given_at=clock.now() - timedelta(days=days),
        asked_freely=True,
    )
    return release(actor=world.karla, consent=consent)


def test_a_cut_that_was_replaced_does_not_come_back_when_the_later_yes_runs_out_first(world, second, client):
    voice, _token, _held = second
    consent = on_paper(world, voice, days=300)
    assert Consent.objects.get(cut__number=1).expires_at > consent.expires_at
    with clock.at(consent.expires_at - timedelta(seconds=1)):
        assert shown() == [2]
    with clock.at(consent.expires_at):
        assert shown() == []
        assert client.get(f"/k/{voice.code}").status_code == 410


def test_a_later_yes_that_never_opened_runs_out_without_taking_the_earlier_one_along(world, second):
    _voice, _token, held = second
    with clock.at(clock.now() - timedelta(hours=1)):
        consent = say_yes(held)
    Consent.objects.filter(pk=consent.pk).update(expires_at=consent.opens_at + timedelta(days=1))
    with clock.at(later(days=20)):
        assert shown() == [1]


def test_only_the_yes_in_force_runs_out_in_the_ledger_and_it_alone_is_what_keeps_the_words(world, second):
    voice, _token, _held = second
    consent = on_paper(world, voice, days=300)
    earlier = Consent.objects.get(cut__number=1)
    with clock.at(consent.expires_at + timedelta(days=1)):
        assert note_what_ran_out() == 1
    with clock.at(consent.expires_at + timedelta(days=29)):
        assert erase_what_has_no_yes() == 0
    with clock.at(consent.expires_at + timedelta(days=31)):
        assert earlier.expires_at > clock.now()
        assert erase_what_has_no_yes() == 1
    assert not voice.cuts.exists()


def test_nobody_is_reminded_of_a_yes_in_whose_place_a_later_one_was_given(world, second, mailoutbox):
    _voice, _token, held = second
    with clock.at(later(days=200)):
        release(actor=world.karla, consent=say_yes(held))
    first, newer = Consent.objects.order_by("cut__number")
    with clock.at(first.expires_at - timedelta(days=5)):
        assert remind_before_the_end() == 0
    with clock.at(first.expires_at + timedelta(days=5)):
        assert shown() == [2]
    assert mailoutbox == []
    with clock.at(newer.expires_at - timedelta(days=5)):
        assert remind_before_the_end() == 1
    assert len(mailoutbox) == 1


# --- renewing -----------------------------------------------------------------------------------------------------
def test_renewing_in_time_holds_without_a_pause(world, client):
    voice, token, _held = shared(world)
    ends = present_consent(voice).expires_at
    with clock.at(ends - timedelta(seconds=1)):
        page = client.post(f"/my-voice/{token}/renew/", follow=True).content.decode()
        assert "Dit ja gælder et år mere." in page
    with clock.at(ends + timedelta(days=300)):
        assert shown() == [1]
    assert Consent.objects.count() == 1


def test_what_ran_out_and_is_renewed_rests_for_72_hours_before_it_opens_again(world, client):
    voice, token, _held = shared(world)
    over = present_consent(voice)
    with clock.at(over.expires_at + timedelta(days=2)):
        assert "hviler det først i 72 timer" in client.get(f"/my-voice/{token}/").content.decode()
        page = client.post(f"/my-voice/{token}/renew/", follow=True).content.decode()
        assert "Det hviler i 72 timer igen" in page
        assert "Det hviler til" in page
        assert shown() == []
        assert client.get(f"/k/{voice.code}").status_code == 410
        opens = clock.now() + timedelta(hours=72)
    with clock.at(opens - timedelta(seconds=1)):
        assert shown() == []
    with clock.at(opens + timedelta(seconds=1)):
        assert [(told.name, told.municipality) for told in tellings("da")] == [(NAME, "Roskilde")]
        assert client.get(f"/k/{voice.code}").status_code == 200
    again = present_consent(voice)
    over.refresh_from_db()
    assert (over.ended_at is not None, over.shown_name) == (True, "")
    assert (again.how, again.wording, again.cut, again.receipt == over.receipt) == (
        "self",
        over.wording,
        over.cut,
        False,
    )
    assert erase_what_has_no_yes() == 0


def test_renewing_what_ran_out_does_not_bring_back_a_cut_that_it_had_replaced(world, second):
    voice, _token, held = second
    consent = on_paper(world, voice, days=300)
    with clock.at(consent.expires_at + timedelta(days=1)):
        renew_consent(claim=held)
        assert shown() == []
    with clock.at(consent.expires_at + timedelta(days=5)):
        assert shown() == [2]


def test_what_the_person_hid_stays_hidden_when_its_yes_is_renewed(world):
    voice, _token, held = shared(world)
    hide_voice(claim=held)
    with clock.at(present_consent(voice).expires_at):
        renew_consent(claim=held)
    with clock.at(later(days=375)):
        assert shown() == []
        assert Voice.objects.get(pk=voice.pk).hidden_at
        show_voice(claim=held)
        assert shown() == [1]
