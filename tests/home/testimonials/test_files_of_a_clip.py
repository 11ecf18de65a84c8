"""Sound, captions and share picture of a clip: sent once, drawn once, and gone the moment the yes is."""

import pytest
from django.test import Client

from home.pictures.cards import draw_card
from home.testimonials.consents import change_consent, hide_voice, show_voice, withdraw_consent
from home.testimonials.models import NameForm
from home.testimonials.telling import public_telling
from tests.voices import ALL, NAME, SOUND, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def clip(world):
    voice, _token, held = shared(world)
    return voice, held


def files_of(voice) -> list[str]:
    told = public_telling(voice.code, "da")
    names = ("da.vtt", "en.vtt", "share.png")
    return [told.sound_url, *(f"/k/{voice.code}/{name}" for name in names), f"/en/k/{voice.code}/share.png"]


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_what_a_visitor_has_already_is_not_sent_again(clip):
    voice, _held = clip
    for address in files_of(voice):
        first = Client().get(address)
        assert body(first), address
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, body(again)) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"] == "no-cache"
        other = Client().get(address, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other["ETag"]) == (200, first["ETag"])


def test_nobody_is_told_that_what_is_gone_has_not_changed(clip):
    voice, held = clip
    tags = {address: Client().get(address)["ETag"] for address in files_of(voice)}

    def statuses() -> set[int]:
        return {Client().get(address, headers={"If-None-Match": tag}).status_code for address, tag in tags.items()}

    assert statuses() == {304}
    hide_voice(claim=held)
    assert statuses() == {404}
    show_voice(claim=held)
    assert statuses() == {304}
    withdraw_consent(claim=held)
    assert statuses() == {404}


def test_a_share_picture_is_drawn_once_and_anew_under_another_name(clip):
    voice, held = clip
    address = f"/k/{voice.code}/share.png"
    draw_card.cache_clear()
    first = Client().get(address)
    for _visit in range(3):
        assert Client().get(address).content == first.content
    assert draw_card.cache_info().misses == 1
    assert public_telling(voice.code, "da").name == NAME
    change_consent(claim=held, scopes=ALL, name_form=NameForm.ROLE)
    after = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert after.content != first.content
    assert draw_card.cache_info().misses == 2
    change_consent(claim=held, scopes=("site_da", "site_en"), name_form=NameForm.ROLE)
    assert Client().get(address, headers={"If-None-Match": after["ETag"]}).status_code == 404


def test_captions_of_another_name_are_other_captions(clip):
    voice, held = clip
    address = f"/k/{voice.code}/da.vtt"
    first = Client().get(address)
    assert NAME in first.content.decode()
    change_consent(claim=held, scopes=ALL, name_form=NameForm.ROLE)
    after = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert NAME not in after.content.decode()


def test_the_proxy_may_send_the_sound_while_the_yes_stands(clip, settings):
    settings.PRIVATE_MEDIA_ACCEL = "/intern/"
    voice, held = clip
    cut = voice.cuts.get()
    address = public_telling(voice.code, "da").sound_url
    answer = Client().get(address)
    assert (answer.status_code, body(answer)) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/intern/testimonials/{cut.sound}/clip.m4a"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("audio/mp4", "no-cache")
    withdraw_consent(claim=held)
    gone = Client().get(address)
    assert (gone.status_code, "X-Accel-Redirect" in gone) == (404, False)


def test_without_a_proxy_the_sound_is_sent_by_the_site(clip):
    voice, _held = clip
    answer = Client().get(public_telling(voice.code, "da").sound_url)
    assert "X-Accel-Redirect" not in answer
    assert body(answer) == SOUND.data
