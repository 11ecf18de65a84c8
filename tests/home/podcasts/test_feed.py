"""The feed, in each language, as podcast programs and directories want it (their rules by number: F1 to F10)."""

import re
import shutil
import subprocess
from email.utils import parsedate_to_datetime
from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from home.models import Chapter, EpisodeCredit, EpisodePage, Feed, PublicPage, ShowCredit, ShowPage, Soundbite
from home.podcasts.operations import feed_guid, name_feed
from tests.broadcasts import make_episode, make_picture, make_show
from tests.support import needs

pytestmark = pytest.mark.usefixtures("public_site")

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
FEEDS = {"da": "podcast", "en": "podcast-en"}

languages = pytest.mark.parametrize("language", ["da", "en"])


def show_in(language: str) -> ShowPage:
    return ShowPage.objects.get(locale__language_code=language)


def fetch(language: str = "da", **headers: str):
    name_feed(show_in(language))
    return Client().get(f"/podcasts/{FEEDS[language]}.xml", headers=headers)


def channel(language: str = "da") -> ElementTree.Element:
    return ElementTree.fromstring(fetch(language).content).find("channel")


def items(language: str = "da") -> list[ElementTree.Element]:
    return channel(language).findall("item")


def path_of(address: str) -> str:
    assert address.startswith("http://localhost:8000/"), address
    return urlsplit(address).path


# --- F1 to F3 -----------------------------------------------------------------------------------------------------
@languages
def test_f1_it_is_rss_for_everybody_with_the_namespaces_letter_for_letter(language):
    response = fetch(language)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert response["Content-Language"] == language
    assert not response.cookies
    head = response.content.decode()[:600]
    assert head.startswith('<?xml version="1.0" encoding="utf-8"?>')
    assert 'version="2.0"' in head
    for prefix, address in {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "atom": "http://www.w3.org/2005/Atom",
    }.items():
        assert f'xmlns:{prefix}="{address}"' in head


@languages
def test_f2_the_show_says_all_that_directories_ask_for(client, language):
    show, told = show_in(language), channel(language)
    assert told.findtext("title") == show.title
    assert told.findtext("link") == show.absolute_url
    assert told.findtext("description") == show.lead
    assert told.findtext("language") == language
    assert told.findtext("copyright") == show.copyright
    assert told.find(f"{ITUNES}category").get("text") == "Society & Culture"
    assert told.findtext(f"{ITUNES}explicit") == "false"
    assert told.findtext(f"{ITUNES}author") == show.author
    assert told.findtext(f"{ITUNES}owner/{ITUNES}name") == show.owner_name
    assert told.findtext(f"{ITUNES}owner/{ITUNES}email") == show.owner_email
    assert told.findtext(f"{ITUNES}type") == "episodic"
    link = told.find(f"{ATOM}link")
    assert link.get("rel") == "self"
    assert path_of(link.get("href")) == f"/podcasts/{FEEDS[language]}.xml"
    picture = client.get(path_of(told.find(f"{ITUNES}image").get("href")))
    with Image.open(BytesIO(b"".join(picture.streaming_content))) as shown:
        assert shown.format == "JPEG"
        assert shown.mode == "RGB"
        assert shown.width == shown.height
        assert 1400 <= shown.width <= 3000


def test_f2_a_category_within_another_stands_within_it():
    ShowPage.objects.update(category="Business > Non-Profit")
    outer = channel().find(f"{ITUNES}category")
    assert (outer.get("text"), outer[0].get("text")) == ("Business", "Non-Profit")


def test_f2_the_language_is_the_pages_whoever_asks():
    assert ElementTree.fromstring(fetch("en", **{"Accept-Language": "da"}).content).findtext("channel/language") == "en"
    assert ElementTree.fromstring(fetch("da", **{"Accept-Language": "en"}).content).findtext("channel/language") == "da"


@languages
def test_f3_each_episode_is_complete(client, language):
    found = items(language)
    assert [item.findtext(f"{ITUNES}episode") for item in found] == ["11", "10"]
    addresses = set()
    for item in found:
        assert not re.match(r"\s*\d", item.findtext("title"))
        assert item.find("guid").get("isPermaLink") == "false"
        UUID(item.findtext("guid"))
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        enclosure = item.find("enclosure")
        path = path_of(enclosure.get("url"))
        assert path.isascii()
        addresses.add(path)
        sound = client.get(path)
        assert sound.status_code == 200
        assert enclosure.get("length") == sound["Content-Length"] == str(len(b"".join(sound.streaming_content)))
        assert enclosure.get("type") == sound["Content-Type"] == "audio/mpeg"
        assert 30 < int(item.findtext(f"{ITUNES}duration")) < 60
        assert item.findtext(f"{ITUNES}explicit") == "false"
        assert item.findtext(f"{ITUNES}season") == "1"
        assert item.findtext(f"{ITUNES}episodeType") == "full"
    assert len(addresses) == 2


def test_f3_an_episode_is_the_same_whatever_it_is_called():
    before = [item.findtext("guid") for item in items()]
    for episode in EpisodePage.objects.filter(locale__language_code="da"):
        episode.title, episode.slug = f"Ny titel {episode.pk}", f"ny-{episode.pk}"
        episode.save_revision().publish()
    assert [item.findtext("guid") for item in items()] == before
    assert not set(before) & {item.findtext("guid") for item in items("en")}


def test_f3_other_chapters_are_another_file_and_the_old_one_plays_on(client):
    old = path_of(items()[0].find("enclosure").get("url"))
    episode = EpisodePage.objects.get(number=11, locale__language_code="da")
    episode.chapters.add(Chapter(start=45, title="Tak"))
    episode.save_revision().publish()
    new = path_of(items()[0].find("enclosure").get("url"))
    assert new != old
    assert client.get(old).status_code == client.get(new).status_code == 200


def test_f3_a_picture_of_its_own_has_a_new_address_when_it_is_another():
    episode = EpisodePage.objects.get(number=11, locale__language_code="da")
    seen = set()
    for colour in ((1400, 1400), (1500, 1500)):
        episode.picture = make_picture(colour)
        episode.save_revision().publish()
        seen.add(items()[0].find(f"{ITUNES}image").get("href"))
    assert len(seen) == 2
    assert items()[1].find(f"{ITUNES}image") is None


# --- F5 and F6 ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_f5_the_guid_is_made_as_the_index_makes_it(address, guid):
    assert str(feed_guid(address)) == guid


def test_f5_the_guid_is_given_once(settings):
    guid = channel().findtext(f"{PODCAST}guid")
    assert guid == str(feed_guid("http://localhost:8000/podcasts/podcast.xml"))
    show = show_in("da")
    show.slug = "lyd"
    show.save_revision().publish()
    settings.BASE_URL = "https://andetsteds.example"
    told = channel()
    assert told.findtext(f"{PODCAST}guid") == guid
    # F8: who asks at the old place is told the new one.
    assert told.findtext(f"{ITUNES}new-feed-url") == "https://andetsteds.example/podcasts/podcast.xml"


def test_f5_two_shows_have_two_names():
    names = {name_feed(show).name for show in ShowPage.objects.all()}
    assert names == {"podcast", "podcast-en"}
    assert name_feed(show_in("da")) == name_feed(show_in("da"))
    assert Feed.objects.count() == 2


def test_f5_a_feed_has_an_address_of_plain_letters(client):
    name = name_feed(make_show(title="Lyt på", slug="lyt-på-æ")).name
    assert name.isascii()
    assert client.get(f"/podcasts/{name}.xml").status_code == 200


def test_f6_what_newer_programs_read(client):
    show = show_in("da")
    show.licence, show.licence_url = "cc-by-nd-4.0", "https://creativecommons.org/licenses/by-nd/4.0/"
    show.municipality = "Roskilde"
    show.credits.add(ShowCredit(name="Signe", role="host", link="https://nextwork.example/signe"))
    show.save_revision().publish()
    told = channel()
    locked = told.find(f"{PODCAST}locked")
    assert (locked.text, locked.get("owner")) == ("yes", show.owner_email)
    assert told.findtext(f"{PODCAST}medium") == "podcast"
    licence = told.find(f"{PODCAST}license")
    assert (licence.text, licence.get("url")) == (show.licence, show.licence_url)
    place = told.find(f"{PODCAST}location")
    assert (place.text, place.get("rel")) == ("Roskilde", "creator")
    person = told.find(f"{PODCAST}person")
    assert (person.text, person.get("role"), person.get("group")) == ("Signe", "host", "cast")
    item = told.find("item")
    assert [one.text for one in item.findall(f"{PODCAST}person")] == ["espeak-ng"]
    season = item.find(f"{PODCAST}season")
    assert (season.text, season.get("name")) == ("1", "Om NExTWORK")
    assert item.findtext(f"{PODCAST}episode") == "11"
    bite = item.find(f"{PODCAST}soundbite")
    assert (bite.get("startTime"), bite.get("duration"), bite.text) == ("11.0", "17.0", "De unge")
    chapters = item.find(f"{PODCAST}chapters")
    assert chapters.get("type") == "application/json+chapters"
    answer = client.get(path_of(chapters.get("url")))
    assert answer["Content-Type"] == "application/json+chapters"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["version"] == "1.2.0"
    assert [one["title"] for one in answer.json()["chapters"]] == ["En prøve", "De unge", "Kommunen", "Virksomheden"]
    starts = [one["startTime"] for one in answer.json()["chapters"]]
    assert starts == sorted(starts)


def test_f6_an_episode_without_people_of_its_own_has_those_of_the_show():
    EpisodeCredit.objects.all().delete()
    assert items()[0].find(f"{PODCAST}person") is None


@languages
def test_f6_the_words_come_in_both_languages(client, language):
    """T5: the recording is one, its transcript stands in the feed in each language."""
    for item in items(language):
        told = {one.get("language"): one for one in item.findall(f"{PODCAST}transcript")}
        assert set(told) == {"da", "en"}
        for code, one in told.items():
            answer = client.get(path_of(one.get("url")))
            assert answer["Content-Type"] == "text/vtt; charset=utf-8"
            assert answer["Content-Language"] == code
            assert ("Maskinen" if code == "da" else "The machine") in answer.content.decode()


def test_f6_a_short_piece_is_no_shorter_and_no_longer_than_allowed(client):
    episode = EpisodePage.objects.get(number=11, locale__language_code="da")
    for seconds in (14, 121):
        with pytest.raises(ValidationError):
            Soundbite(page=episode, start=0, seconds=seconds).full_clean()


def test_a_trailer_stands_by_the_show_too():
    show = show_in("da")
    make_episode(show, None, kind="trailer", season_number=1, slug="forsmag", title="Forsmag")
    told = channel()
    trailer = told.find(f"{PODCAST}trailer")
    item = next(one for one in told.findall("item") if one.findtext(f"{ITUNES}episodeType") == "trailer")
    assert trailer.text == "Forsmag"
    assert trailer.get("url") == item.find("enclosure").get("url")
    assert trailer.get("length") == item.find("enclosure").get("length")
    assert trailer.get("pubdate") == item.findtext("pubDate")
    assert trailer.get("season") == "1"
    assert item.find(f"{ITUNES}episode") is None


# --- F7 to F10 ----------------------------------------------------------------------------------------------------
def test_f7_notes_are_plain_marks_with_whole_addresses():
    episode = EpisodePage.objects.get(number=11, locale__language_code="da")
    about = PublicPage.objects.get(slug="om")
    episode.notes = (
        f'<p>Læs <a linktype="page" id="{about.pk}">om os</a> og <a href="https://nextwork.example/?a=1&amp;b=2">her</a>.'
        "</p><ul><li><b>Ét</b></li></ul><p>]]&gt;</p>"
    )
    episode.lead = "Ord & <b>mærker</b>"
    episode.save_revision().publish()
    raw = fetch().content.decode()
    assert "<content:encoded><![CDATA[<p>" in raw
    item = items()[0]
    assert item.findtext("description").startswith("Ord & <b>mærker</b>")
    html = item.findtext(f"{CONTENT}encoded")
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ol", "ul", "li", "a"}
    links = re.findall(r'href="([^"]+)"', html)
    assert "http://localhost:8000/om/" in links
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert "&lt;b&gt;mærker" in html
    assert "Ét" in html


def test_f8_a_show_that_has_moved_sends_programs_on():
    show = show_in("da")
    show.moved_to = "https://andetsteds.example/feed.xml"
    show.save_revision().publish()
    response = fetch()
    assert (response.status_code, response["Location"]) == (301, "https://andetsteds.example/feed.xml")


def test_f8_editors_can_keep_a_show_or_an_episode_out_of_directories():
    ShowPage.objects.update(blocked=True)
    EpisodePage.objects.filter(number=10).update(blocked=True)
    told = channel()
    assert told.findtext(f"{ITUNES}block") == "Yes"
    assert told.findtext(f"{PODCAST}block") == "yes"
    assert [item.findtext(f"{ITUNES}block") for item in told.findall("item")] == [None, "Yes"]


def test_f9_who_has_it_already_is_told_so():
    first = fetch()
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = fetch(**headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert fetch(**{"If-None-Match": '"another"'}).status_code == 200


def test_f9_what_is_taken_back_is_gone_and_an_empty_feed_is_a_feed(client):
    first = fetch()
    sound = path_of(items()[0].find("enclosure").get("url"))
    Feed.objects.update(changed_at="2026-01-01T00:00:00Z")
    for episode in EpisodePage.objects.filter(locale__language_code="da"):
        episode.unpublish()
    after = fetch(**{"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]})
    assert after.status_code == 200
    assert ElementTree.fromstring(after.content).findall("channel/item") == []
    assert not feedparser.parse(after.content).bozo
    # The English page still has the recording.
    assert client.get(sound).status_code == 200
    for episode in EpisodePage.objects.all():
        episode.unpublish()
    assert client.get(sound).status_code == 404


def test_f4_its_head_is_asked_for_as_well(client):
    whole, head = fetch(), client.head("/podcasts/podcast.xml")
    assert head.status_code == 200
    assert (head["ETag"], head["Last-Modified"]) == (whole["ETag"], whole["Last-Modified"])


def test_f9_a_show_that_is_not_out_has_no_feed(client):
    name_feed(show_in("da"))
    show_in("da").unpublish()
    assert client.get("/podcasts/podcast.xml").status_code == 404
    assert client.get("/podcasts/unknown.xml").status_code == 404


def test_f10_stories_of_youths_are_no_episodes():
    titles = {item.findtext("title") for item in items()}
    assert titles == {"NExTWORK: Hvad siger de involverede?", "NExTWORK: En ny virksomhedsrettet ungeindsats"}


# --- as programs read it ------------------------------------------------------------------------------------------
@languages
def test_programs_read_it_without_complaint(language):
    body = fetch(language).content
    read = feedparser.parse(body)
    assert not read.bozo
    assert [len(entry.enclosures) for entry in read.entries] == [1, 1]
    told = podcastparser.parse("http://localhost:8000/", BytesIO(body))
    assert [episode["number"] for episode in told["episodes"]] == [11, 10]
    assert all(episode["enclosures"][0]["file_size"] > 0 for episode in told["episodes"])
    assert told["cover_url"]


@needs("xmllint")
@languages
def test_xmllint_finds_nothing(language):
    done = subprocess.run(
        [shutil.which("xmllint"), "--noout", "--nonet", "-"], input=fetch(language).content, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_longer_feed_costs_no_more_questions(client):
    show = show_in("da")
    make_episode(show, 1)
    fetch()
    with CaptureQueriesContext(connection) as few:
        client.get("/podcasts/podcast.xml")
    for number in (2, 3, 4):
        make_episode(show, number)
    fetch()
    with CaptureQueriesContext(connection) as many:
        client.get("/podcasts/podcast.xml")
    assert len(many) == len(few) == 14
