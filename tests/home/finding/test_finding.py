"""Visitors find what stands on public pages, what is said in the podcast, and voices; nothing else, and unseen."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from community import clock
from home.finding.finding import find_public
from home.models import EpisodePage, PublicPage, StandardPage
from home.testimonials.consents import hide_voice, present_consent, show_voice, withdraw_consent
from tests.personas import sign_in
from tests.voices import NAME, QUOTE, shared

pytestmark = pytest.mark.usefixtures("public_site")


def found(words: str, language: str = "da") -> list[str]:
    return [one.url for one in find_public(words, language)]


def page_of(words: str, address: str = "/find/", client: Client | None = None) -> str:
    return unescape((client or Client()).post(address, {"words": words}).content.decode())


# --- what is found ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("psykolog", "/om/teamet/"),
        ("lodtrækning", "/om/evaluering/"),
        ("praktik virksomheder", "/om/aktiviteter/"),
        ("magtskifte", "/om/principper/"),
        ("Sønderborg", "/om/kommuner/"),
        ("cookies", "/privatliv/"),
        ("Katrine", "/kontakt/"),
        ("mange konsulenter", "/for-kommuner/hvor-mange-konsulenter/"),
        ("papir stemme", "/nyt/fra-papir-til-stemme/"),
    ],
)
def test_pages_are_found_by_all_that_stands_on_them(words, address):
    assert address in found(words)


def test_words_are_found_in_their_other_forms_and_while_they_are_begun():
    assert "/om/kommuner/" in found("kommunen")
    assert "/om/evaluering/" in found("evaluer")
    assert found("kommunen xyzzy") == []
    assert found("") == found("og i at") == []


def test_each_language_finds_its_own():
    assert "/en/about/team/" in found("psychologist", "en")
    assert not [url for url in found("psykolog", "en") if not url.startswith("/en/")]
    assert "/en/about/team/" in page_of("psychologist", "/en/find/")


def test_what_is_said_in_an_episode_leads_to_the_moment():
    episode = EpisodePage.objects.heard().filter(locale__language_code="da").first()
    passage = episode.script.passages()[1]
    word = max(re.findall(r"\w+", passage.words), key=len)
    hits = [one for one in find_public(word, "da") if one.url.startswith(episode.url)]
    assert hits
    assert hits[0].at is None or hits[0].url.endswith(f"?t={hits[0].at}")
    assert "<mark>" in hits[0].words or "<mark>" in hits[0].title


def test_the_nearest_stands_first():
    assert found("evaluering")[0] == "/om/evaluering/"


def test_it_is_marked_and_nothing_typed_is_markup():
    assert "<mark>psykolog</mark>" in page_of("psykolog").lower()
    answer = Client().post("/find/", {"words": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.content.decode()
    assert answer.status_code == 200


# --- what is not ------------------------------------------------------------------------------------------------------
def test_drafts_closed_and_taken_down_pages_are_not_found():
    about = StandardPage.objects.get(slug="om")
    page = about.add_child(
        instance=StandardPage(
            title="Kanariefugl",
            slug="kanariefugl",
            locale=about.locale,
            live=False,
            body=[("text", "<p>Kanariefuglen</p>")],
        )
    )
    assert found("kanariefugl") == []
    page.save_revision().publish()
    assert found("kanariefugl") == ["/om/kanariefugl/"]
    restriction = page.view_restrictions.create(restriction_type="login")
    assert found("kanariefugl") == []
    restriction.delete()
    page.refresh_from_db()
    page.unpublish()
    assert found("kanariefugl") == []


def test_an_episode_is_found_while_it_can_be_heard():
    episode = EpisodePage.objects.heard().filter(locale__language_code="da").first()
    word = episode.title.split()[0].strip(":")
    assert [url for url in found(word) if url.startswith(episode.url)]
    episode.unpublish()
    assert not [url for url in found(word) if url.startswith(episode.url)]


@pytest.mark.parametrize(("language", "words"), [("da", "kanariefuglen"), ("en", "canary")])
def test_what_a_voice_says_is_told_once(world, language, words):
    """The quotation is a part of the transcript."""
    shared(world)
    (one,) = find_public(words, language)
    assert one.words.lower().count("<mark>") == 1


def test_a_quotation_in_other_words_than_the_transcript_is_found_too(world):
    voice, _token, _held = shared(world, transcript_en="")
    assert found("canary", "en") == [f"/en/k/{voice.code}"]
    assert found("kanariefuglen blev", "en") == [f"/en/k/{voice.code}"]


def test_a_voice_is_found_while_its_yes_stands(world):
    voice, _token, held = shared(world)
    url = f"/k/{voice.code}"
    assert found("kanariefuglen høvlebænken") == [url]
    assert found("canary", "en") == [f"/en{url}"]
    hide_voice(claim=held)
    assert found("kanariefuglen") == []
    show_voice(claim=held)
    assert found("kanariefuglen") == [url]
    with clock.at(present_consent(voice).expires_at):
        assert found("kanariefuglen") == []
    assert found("kanariefuglen") == [url]
    withdraw_consent(claim=held)
    for words in ("kanariefuglen", QUOTE, NAME):
        assert found(words) == []
        assert "Kanariefuglen fandt" not in page_of(words).replace(f'value="{words}"', "")
    rests, _token, _held = shared(world, since=timedelta(hours=1))
    assert found("kanariefuglen") == []
    assert rests.code


def test_members_words_are_not_found(world):
    """The canary that stands in every space of the network is no public page."""
    from tests.personas import CAST

    assert found("kanariefugl") == []
    for name in ("signe", "freja"):
        assert name in CAST
        page = page_of("kanariefugl", client=sign_in(Client(), getattr(world, name)))
        assert "Intet fundet" in page


# --- how it is asked --------------------------------------------------------------------------------------------------
def test_the_words_stand_in_no_address_and_nothing_keeps_the_answer(caplog):
    answer = Client().get("/find/?words=psykolog")
    assert "/om/teamet/" not in answer.content.decode(), "an address is not asked"
    assert 'value="psykolog"' not in answer.content.decode()
    answer = Client().post("/find/", {"words": "psykolog"})
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    assert not answer.cookies
    assert "psykolog" not in caplog.text
    assert 'method="post"' in answer.content.decode()
    assert "noindex" in answer.content.decode()


def test_the_empty_page_is_kept_for_visitors(django_assert_num_queries):
    Client().get("/find/")
    with django_assert_num_queries(1):
        assert Client().get("/find/").status_code == 200


def test_searching_asks_no_more_however_much_there_is(django_assert_num_queries):
    find_public("praktik", "da")
    with django_assert_num_queries(1):
        find_public("praktik", "da")
    about = PublicPage.objects.get(slug="om")
    about.add_child(instance=StandardPage(title="Praktik", slug="mere", locale=about.locale))
    assert "/om/mere/" in found("praktik")
    with django_assert_num_queries(1):
        find_public("praktik", "da")


def test_too_many_words_and_too_many_searches_are_said(settings):
    cache.clear()
    answer = Client().post("/find/", {"words": "a" * 201})
    assert answer.status_code == 422
    assert "Det er mere, end man kan søge på" in answer.content.decode()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"public_search": "2/m/ip"}
    cache.clear()
    statuses = [Client().post("/find/", {"words": "praktik"}).status_code for _turn in range(3)]
    assert statuses == [200, 200, 429]
