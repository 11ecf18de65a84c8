"""The brochure's seven quotations stand word for word, can be heard, and say who reads them."""

import json
import re

import pytest
import yaml

from home.demo.people import content
from home.demo.voices import CODES
from home.page_cache.kept import shelf
from home.podcasts.models import EpisodePage
from home.testimonials.models import Cut
from home.testimonials.models import Testimonial as Voice
from tests.support import ROOT
from tests.voices import shared

pytestmark = pytest.mark.usefixtures("public_site")
#: Words of somebody who did not say where they live.
SAID_NOWHERE = "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n<v Taler>Jeg siger ikke, hvor jeg bor.\n"


def told() -> list[dict[str, str]]:
    return [story for group in content()["fortaellinger"].values() for story in group]


def english() -> dict[str, dict[str, str]]:
    pages = yaml.safe_load((ROOT / "home/demo/public_pages.yaml").read_text())
    return pages["en"]["fortællinger"]["citater"]


def test_there_are_seven_in_danish_and_in_english():
    assert len(told()) == 7
    assert Voice.objects.public("da").count() == 7
    assert Voice.objects.public("en").count() == 7


@pytest.mark.parametrize("story", told(), ids=lambda story: story["id"])
def test_a_voice_says_exactly_what_was_said(client, story):
    page = client.get(f"/k/{CODES[story['id']]}").content.decode()
    assert f"”{story['citat']}”" in page
    assert story["spørgsmål"] in page
    assert story["kilde"] in page
    assert "På dansk, læst op af en maskine" in page


@pytest.mark.parametrize("story", told(), ids=lambda story: story["id"])
def test_the_english_page_keeps_the_danish_words_beside_the_translation(client, story):
    page = client.get(f"/en/k/{CODES[story['id']]}").content.decode()
    assert f'<blockquote lang="da"><p>”{story["citat"]}”</p></blockquote>' in page
    assert f"“{english()[story['id']]['citat']}”" in page


@pytest.mark.parametrize("story", told(), ids=lambda story: story["id"])
def test_the_transcript_is_the_quotation_and_the_captions_hold_to_the_standard(client, story):
    """Left-out words are left out of the sound too: the machine says what the brochure printed and nothing else."""
    answer = client.get(f"/k/{CODES[story['id']]}/da.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    text = answer.content.decode()
    assert text.startswith("WEBVTT\n\n00:")
    said = " ".join(re.sub(r"<[^>]*>", "", line) for line in text.splitlines() if line and line[0] not in "0W")
    assert said == story["citat"].replace("(...) ", "")
    assert f"<v {story['kilde']}>" in text
    assert "Taler" not in text
    assert max(len(re.sub(r"<[^>]*>", "", line)) for line in text.splitlines()) <= 65


@pytest.mark.parametrize("story", told(), ids=lambda story: story["id"])
def test_the_english_page_has_an_english_transcript_at_the_times_of_the_danish(client, story):
    code, quote = CODES[story["id"]], english()[story["id"]]["citat"]
    answer = client.get(f"/k/{code}/en.vtt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/vtt; charset=utf-8")
    text = answer.content.decode()
    said = " ".join(re.sub(r"<[^>]*>", "", line) for line in text.splitlines() if line and line[0] not in "0W")
    assert said == quote.replace("(...) ", "")
    assert "Taler" not in text
    assert max(len(re.sub(r"<[^>]*>", "", line)) for line in text.splitlines()) <= 65
    times = re.compile(r"^\d.* --> .*$", re.MULTILINE)
    assert times.findall(text) == times.findall(client.get(f"/k/{code}/da.vtt").content.decode())
    page = client.get(f"/en/k/{code}").content.decode()
    assert '<div class="script" lang="en">' in page
    assert all(part.strip() in page for part in quote.split("(...)"))
    assert f'<track kind="subtitles" srclang="en" label="English" src="/k/{code}/en.vtt"' in page
    assert '<div class="script" lang="da">' in client.get(f"/k/{code}").content.decode()


def test_the_sound_answers_ranges_as_phones_ask_for_them(client):
    page = client.get(f"/k/{CODES['fu2']}").content.decode()
    address = re.search(r'<source src="([^"]+)" type="audio/mp4"', page)[1]
    whole = client.get(address)
    data = b"".join(whole.streaming_content)
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/mp4", "bytes")
    assert data[4:8] == b"ftyp"
    part = client.get(address, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == data[100:200]
    assert part["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert client.get(address, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    assert client.head(address)["Content-Length"] == str(len(data))


def test_the_first_thing_on_the_page_is_the_clip(client):
    """No menu above it, no cookies, nothing from elsewhere, nothing that plays by itself."""
    answer = client.get(f"/k/{CODES['fu2']}")
    page = answer.content.decode()
    assert page.index("<blockquote") < page.index("<audio") < page.index("Hør flere") < page.index("<footer")
    assert "<nav" not in page[: page.index("<audio")]
    assert re.findall(r"<a [^>]*>", page[: page.index("<audio")]) == ['<a class="skip" href="#main">']
    assert "autoplay" not in page
    assert not answer.cookies
    assert not re.findall(r'(?:src|href)="https?://(?!localhost)', page)
    assert '<track kind="captions" srclang="da"' in page
    assert "Få hjælp nu" in page


def test_the_length_stands_beside_the_button(world, client):
    assert 'data-clip-target="time" data-length="0:08">0:08<' in client.get(f"/k/{CODES['fu2']}").content.decode()
    voice, _token, _held = shared(world)
    assert 'data-clip-target="time" data-length="0:04">0:04<' in client.get(f"/k/{voice.code}").content.decode()


@pytest.mark.parametrize(
    ("language", "help_page", "sentence"),
    [("", "/help/", "Rørte det ved noget?"), ("/en", "/en/help/", "Did this touch something in you?")],
)
def test_a_clip_says_what_one_should_know_before_and_where_help_is_after(world, client, language, help_page, sentence):
    note = "Her bliver der talt om at miste."
    voice, _token, _held = shared(world, content_note=note)
    page = client.get(f"{language}/k/{voice.code}").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.index(note) < main.index("<audio"), "before one listens"
    assert main.index("<audio") < main.index(sentence) < main.index(f'href="{help_page}"')
    other = client.get(f"{language}/k/{CODES['fu2']}").content.decode()
    assert '<p class="note">' not in other
    assert f'href="{help_page}"' in other[other.index("<main") : other.index("</main>")]


@pytest.mark.parametrize(
    ("voice", "danish", "english"),
    [
        ("own", "På dansk, egen stemme", "In Danish, own voice"),
        ("altered", "På dansk, ændret stemme", "In Danish, altered voice"),
        ("read", "På dansk, læst op af en anden", "In Danish, read by somebody else"),
        ("machine", "På dansk, læst op af en maskine", "In Danish, read by a machine"),
    ],
)
def test_whose_voice_one_hears_is_said_beside_it(world, client, voice, danish, english):
    shown, _token, _held = shared(world, voice=voice)
    for address, sentence in ((f"/k/{shown.code}", danish), (f"/en/k/{shown.code}", english)):
        assert f"<span>{sentence}</span>" in client.get(address).content.decode()


def test_machines_read_a_quotation_with_its_sound_and_no_review(client):
    page = client.get(f"/k/{CODES['fu2']}").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert data["@type"] == "Quotation"
    assert data["associatedMedia"]["@type"] == "AudioObject"
    assert data["associatedMedia"]["contentUrl"].startswith("http")
    assert "Review" not in page
    assert '<meta property="og:image" content="http' in page
    picture = client.get(f"/k/{CODES['fu2']}/share.png")
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_the_list_groups_them_by_who_speaks_and_can_be_narrowed(client):
    page = client.get("/fortaellinger/").content.decode()
    assert page.index("<h2>Fra de unge") < page.index("<h2>Fra de ansatte") < page.index("<h2>Fra virksomhederne")
    for story in told():
        assert story["citat"] in page
    staff = client.get("/fortaellinger/?who=staff").content.decode()
    assert [story["id"] for story in told() if story["citat"] in staff] == ["fa1", "fa2"]
    assert client.get("/fortaellinger/?who=nobody").status_code == 200


def test_the_list_can_be_narrowed_to_a_municipality_that_people_let_us_name(world, client):
    named, _token, _held = shared(world)
    unnamed, _token, _held = shared(
        world, ("site_da",), quote="Jeg siger ikke, hvor jeg bor", excerpt="", transcript=SAID_NOWHERE
    )
    page = client.get("/fortaellinger/?where=Roskilde").content.decode()
    assert f'href="/k/{named.code}"' in page
    assert f'href="/k/{unnamed.code}"' not in page
    assert not any(f'href="/k/{code}"' in page for code in CODES.values())
    assert re.search(r'href="/fortaellinger/\?where=Roskilde" aria-current="true"', page)
    for elsewhere in ("Ribe", "roskilde", "%00", "<b>"):
        page = client.get("/fortaellinger/", {"where": elsewhere}).content.decode()
        assert '<a class="btn btn--quiet" href="/fortaellinger/" aria-current="true"' in page
        assert not re.search(r'href="/k/[a-z0-9]{5}"', page)
        assert "<b>" not in page
    everything = client.get("/fortaellinger/").content.decode()
    assert f'href="/k/{named.code}"' in everything
    assert f'href="/k/{unnamed.code}"' in everything
    assert everything.count("?where=") == 1


def test_the_front_page_quotes_a_part_and_leads_to_the_clip(client):
    excerpt = Cut.objects.get(testimonial__code=CODES["fu1"]).excerpt
    page = client.get("/").content.decode()
    assert f"”{excerpt}”" in page
    assert f'href="/k/{CODES["fu1"]}"' in page
    assert f'href="/en/k/{CODES["fu1"]}"' in client.get("/en/").content.decode()


def test_the_map_names_each_clip_in_both_languages(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = client.get("/sitemap.xml").content.decode()
    for code in CODES.values():
        assert f"/k/{code}</loc>" in page
        assert f"/en/k/{code}</loc>" in page


@pytest.mark.parametrize(("address", "queries"), [("/k/h4rdt", 8), ("/fortaellinger/", 11)])
def test_pages_of_voices_cost_the_same_however_many_there_are(client, address, queries, django_assert_num_queries):
    client.get(address)
    headers = {"Sec-Fetch-Site": "same-origin"}
    shelf.clear()
    with django_assert_num_queries(queries):
        client.get(address, headers=headers)
    Voice.objects.filter(code=CODES["fv2"]).update(taken_down_at="2026-01-01T00:00Z")
    client.get(address)
    shelf.clear()
    with django_assert_num_queries(queries):
        client.get(address, headers=headers)


def test_a_clip_leads_into_its_episode_at_the_second_it_begins(world, client):
    episode = EpisodePage.objects.filter(locale__language_code="da").first()
    voice, _token, _held = shared(world, episode=episode, starts_at=83)
    assert f'href="{episode.url}?t=83"' in client.get(f"/k/{voice.code}").content.decode()
    page = client.get(f"/en/k/{voice.code}").content.decode()
    assert f'href="{episode.url}?t=83" hreflang="da" lang="da"' in page
    episode.unpublish()
    assert "?t=83" not in client.get(f"/k/{voice.code}").content.decode()


def test_the_feed_holds_those_alone_who_said_yes_to_podcast_apps(world, client):
    assert "<item>" not in client.get("/k/feed.xml").content.decode()
    voice, _token, _held = shared(world)
    feed = client.get("/k/feed.xml").content.decode()
    assert feed.count("<item>") == 1
    address, length = re.search(r'<enclosure length="(\d+)" type="audio/mp4" url="([^"]+)"', feed).group(2, 1)
    sound = client.get("/" + address.split("/", 3)[3])
    assert int(length) == len(b"".join(sound.streaming_content))
    assert f">urn:nextwork:clip:{voice.code}</guid>" in feed
    assert 'isPermaLink="false"' in feed
