"""The pages of a show and its episodes (E1 to E4), the player without a script (P1) and the transcript (T1 to T3)."""

import json
import re
from html import unescape

import pytest
import webvtt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import EpisodePage, ShowPage
from tests.broadcasts import make_episode, make_show

pytestmark = pytest.mark.usefixtures("public_site")

DANISH, ENGLISH = "/podcast/hvad-siger-de-involverede/", "/en/podcast/what-do-those-involved-say/"


def read(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def structured(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_e1_everything_stands_in_the_page_itself():
    page = read(DANISH)
    assert page.count("<h1") == 1
    assert "Ordene er citater fra brochuren om NExTWORK, ikke fra afsnittet." in page
    chapters = re.findall(rf'<a href="{DANISH}\?t=(\d+)#player"[^>]*data-listening-target="chapter"', page)
    assert chapters == ["0", "7", "28", "37"]
    transcript = page[page.index('id="transcript"') :]
    assert "<cite>Ung i NExTWORK, læst op<" in transcript
    assert '<time datetime="PT11S">0:11</time>' in transcript
    assert "<p>Vi trækker hinanden op på et plan, der er højere" in transcript
    # What one says in one go is one passage: its second sentence follows in the same paragraph or the next, in order.
    words = re.sub(r"<[^>]+>", " ", transcript)
    assert (
        words.index("Vi trækker hinanden op") < words.index("Det giver rigtig meget") < words.index("De finder ud af")
    )


def test_e2_it_works_without_a_script():
    page = read(DANISH)
    assert re.search(r'<audio [^>]*controls preload="metadata"[^>]*src="/podcasts/sounds/\w{24}\.mp3"', page)
    assert re.search(r'<a [^>]*href="/podcasts/sounds/\w{24}\.mp3" download="hvad-siger-de-involverede\.mp3"', page)
    assert "autoplay" not in page
    # Buttons that a script gives life to are not there without one.
    assert not re.search(r'<button(?![^>]*type="submit")(?![^>]*hidden)[^>]*data-action="listening#toggle"', page)


@pytest.mark.parametrize(
    ("asked", "begins"), [("t=12", "#t=12"), ("t=0", ""), ("t=99999", ""), ("t=-1", ""), ("t=½", ""), ("t=1e3", "")]
)
def test_e2_a_link_to_a_moment_begins_there(asked, begins):
    page = read(f"{DANISH}?{asked}")
    assert re.search(rf'src="/podcasts/sounds/\w{{24}}\.mp3{begins}"', page)


def test_e2_the_page_knows_the_address_of_a_moment():
    assert EpisodePage.objects.get(number=11, locale__language_code="da").url_at(11.9) == f"{DANISH}?t=11"


@pytest.mark.parametrize(("address", "feed"), [(DANISH, "podcast"), (ENGLISH, "podcast-en")])
def test_e3_the_head_says_what_it_is_and_where(client, address, feed):
    page = read(address)
    assert re.search(
        rf'<link rel="alternate" type="application/rss\+xml" title="[^"]+" href="http://localhost:8000/podcasts/{feed}.xml"',
        page,
    )
    assert f'<link rel="canonical" href="http://localhost:8000{address}">' in page
    for code, other in (("da", DANISH), ("en", ENGLISH), ("x-default", DANISH)):
        assert f'hreflang="{code}" href="http://localhost:8000{other}"' in page
    said = dict(re.findall(r'<meta property="([^"]+)" content="([^"]*)"', page))
    assert said["og:url"] == f"http://localhost:8000{address}"
    assert said["og:type"] == "article"
    assert said["og:locale"] == ("da_DK" if address == DANISH else "en_GB")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "1200")
    assert said["og:image:alt"].startswith("Fire planter" if address == DANISH else "Four plants")
    assert said["og:description"]
    assert unescape(said["og:title"]).startswith("NExTWORK:")
    assert said["og:audio:type"] == "audio/mpeg"
    for name in ("og:audio", "og:image"):
        assert client.get(said[name].removeprefix("http://localhost:8000")).status_code == 200


def test_e4_search_engines_read_episode_season_and_show():
    data = structured(read(DANISH))
    assert data["@type"] == "PodcastEpisode"
    assert data["episodeNumber"] == 11
    assert data["duration"] == "PT51S"
    assert data["inLanguage"] == "da"
    assert data["datePublished"]
    assert data["partOfSeason"] == {"@type": "PodcastSeason", "seasonNumber": 1, "name": "Om NExTWORK"}
    series = data["partOfSeries"]
    assert series["@type"] == "PodcastSeries"
    assert series["webFeed"] == "http://localhost:8000/podcasts/podcast.xml"
    media = data["associatedMedia"]
    assert media["@type"] == "AudioObject"
    assert media["encodingFormat"] == "audio/mpeg"
    assert media["duration"] == "PT51S"
    assert media["contentUrl"].startswith("http://localhost:8000/podcasts/sounds/")
    assert "Vi trækker hinanden op" in media["transcript"]
    assert structured(read("/podcast/"))["@type"] == "PodcastSeries"


def test_e4_no_word_breaks_out_of_the_data(db):
    show = make_show()
    episode = make_episode(show, title="</script><script>alert(1)</script> & <b>", slug="ond")
    page = read(episode.url)
    assert "<script>alert" not in page
    assert structured(page)["name"] == episode.title


def test_the_english_page_says_that_the_sound_is_danish_and_reads_english():
    page = read(ENGLISH)
    assert "The sound is in Danish. The transcript on this page is translated." in page
    assert "We lift each other to a higher place" in page
    tracks = dict(re.findall(r'<track kind="(\w+)" srclang="(\w+)"', page))
    assert tracks == {"captions": "da", "subtitles": "en"}
    assert structured(page)["inLanguage"] == "da"


def test_a_machine_is_called_a_machine_wherever_it_is_heard():
    assert "En maskine læser op. Det er en prøve og ikke den rigtige optagelse." in read(DANISH)
    assert "A machine reads this aloud." in read(ENGLISH)
    assert "læst op af en maskine" in read("/podcast/")
    assert "Det her er en prøve. En maskine læser op." in read(DANISH)


def test_the_show_lists_its_episodes_and_says_how_to_follow():
    page = read("/podcast/")
    assert page.index("Hvad siger de involverede?") < page.index("En ny virksomhedsrettet ungeindsats")
    assert "http://localhost:8000/podcasts/podcast.xml" in page
    ShowPage.objects.update(order="serial")
    page = read("/podcast/")
    assert page.index("En ny virksomhedsrettet ungeindsats") < page.index("Hvad siger de involverede?")
    for episode in EpisodePage.objects.all():
        episode.unpublish()
    assert "Det første afsnit er på vej." in read("/podcast/")


# --- T ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("number", [10, 11])
def test_t1_the_transcript_is_strict_webvtt_for_everybody(client, language, number):
    episode = EpisodePage.objects.get(number=number, locale__language_code=language)
    answer = client.get(f"/podcasts/transcripts/{episode.pk}.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    words = answer.content.decode()
    # T2: another reader than ours agrees, and there is nothing between the signature and the first cue.
    assert words.startswith("WEBVTT\n\n00:00:00.000 --> ")
    cues = webvtt.from_string(words)
    assert all(cue.voice and cue.end > cue.start for cue in cues)
    assert all(len(line) <= 65 for cue in cues for line in cue.text.split("\n"))
    assert cues.total_length <= episode.sound.seconds + 1
    again = client.get(f"/podcasts/transcripts/{episode.pk}.vtt", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_one_looks_through_the_transcript_without_a_script():
    page = read(f"{DANISH}?q=UNGE")
    assert "<mark>unge</mark>" in page
    assert "Fundet" in page
    assert 'value="UNGE"' in page
    assert "Ikke fundet." in read(f"{DANISH}?q=hvalros")
    assert "<script>x" not in read(f"{DANISH}?q=<script>x")


def test_one_takes_the_transcript_home():
    page = read(DANISH)
    assert re.search(r'href="/podcasts/transcripts/\d+\.vtt" download="hvad-siger-de-involverede\.vtt"', page)


# --- what is not out, is nowhere -----------------------------------------------------------------------------------
def test_an_episode_that_is_taken_back_is_gone_everywhere(client):
    episode = EpisodePage.objects.get(number=11, locale__language_code="da")
    places = [episode.url, f"/podcasts/transcripts/{episode.pk}.vtt", f"/podcasts/chapters/{episode.pk}.json"]
    assert [client.get(place).status_code for place in places] == [200, 200, 200]
    episode.unpublish()
    assert [client.get(place).status_code for place in places] == [404, 404, 404]
    for place in ("/podcast/", "/podcasts/podcast.xml", "/sitemap.xml", "/en/podcast/what-do-those-involved-say/"):
        assert episode.url not in client.get(place).content.decode()


def test_pages_cost_the_same_however_many_episodes_there_are(client):
    show = ShowPage.objects.get(locale__language_code="da")
    counts = []
    for number in (1, 2, 3):
        make_episode(show, number)
        for address in ("/podcast/", DANISH):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append((address, len(asked)))
    assert len(set(counts)) == 2, counts


def test_i5_downloads_are_named_in_plain_letters():
    episode = make_episode(make_show(), 7, slug="løn-på-æble-øen")
    page = read(episode.url)
    assert re.findall(r' download="([^"]+)"', page) == ["lon-pa-aeble-oen.mp3", "lon-pa-aeble-oen.vtt"]
