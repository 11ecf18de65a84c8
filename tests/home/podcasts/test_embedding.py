"""An episode in pages of others: only where an editor allows it, with nothing but its player, and no voice ever."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import EpisodePage
from home.testimonials.models import Testimonial as Voice
from tests.personas import sign_in
from tests.voices import editor

pytestmark = pytest.mark.usefixtures("public_site")

DANISH, ENGLISH = "/podcast/hvad-siger-de-involverede/", "/en/podcast/what-do-those-involved-say/"
PLACES = [(DANISH, "da"), (ENGLISH, "en")]


def allow(language: str) -> EpisodePage:
    episode = EpisodePage.objects.get(number=11, locale__language_code=language)
    episode.may_be_embedded = True
    episode.save_revision().publish()
    return episode


def policy(answer) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


@pytest.mark.parametrize(("address", "language"), PLACES)
def test_no_episode_can_be_embedded_before_an_editor_allows_it(client, address, language):
    assert not EpisodePage.objects.filter(may_be_embedded=True).exists()
    assert client.get(f"{address}embed/").status_code == 404
    page = client.get(address).content.decode()
    assert "embed" not in page
    allow(language)
    assert client.get(f"{address}embed/").status_code == 200
    other = ENGLISH if address == DANISH else DANISH
    assert client.get(f"{other}embed/").status_code == 404


@pytest.mark.parametrize(("address", "language"), PLACES)
def test_it_shows_the_title_the_player_and_the_way_back(client, address, language):
    episode = allow(language)
    page = client.get(f"{address}embed/").content.decode()
    assert f'<html lang="{language}">' in page
    assert f'<h1 class="h-small">{episode.title}</h1>' in page
    assert re.search(r'<audio [^>]*controls preload="metadata"[^>]*src="/podcasts/sounds/\w{24}\.mp3"', page)
    assert re.findall(r'<a [^>]*href="([^"]+)" target', page) == [episode.absolute_url]
    assert f'<link rel="canonical" href="{episode.absolute_url}">' in page
    assert '<meta name="robots" content="noindex">' in page
    for absent in ("<form", "<nav", "<footer", "autoplay", "transcript__", "Log ind", "csrf"):
        assert absent not in page, absent


@pytest.mark.parametrize("kept", [False, True])
def test_every_page_may_frame_it_and_nothing_else_of_ours(client, kept):
    allow("da")
    address = f"{DANISH}embed/"
    if kept:
        assert Client().get(address).status_code == 200
    answer = client.get(address)
    assert not answer.cookies
    assert "X-Frame-Options" not in answer
    assert policy(answer) == policy(client.get(DANISH)) | {"frame-ancestors": "*", "form-action": "'none'"}
    assert answer["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    voice = Voice.objects.public("da").first()
    assert client.get(f"/k/{voice.code}/embed/").status_code == 404
    for other in ("/", DANISH, "/podcast/", "/help/", f"/k/{voice.code}"):
        page = client.get(other)
        assert (page["X-Frame-Options"], policy(page)["frame-ancestors"]) == ("DENY", "'none'"), other


def test_it_goes_with_the_episode_and_with_the_tick(client, world):
    episode = allow("da")
    address = f"{DANISH}embed/"
    assert client.get(address).status_code == 200
    restriction = PageViewRestriction.objects.create(page=episode, restriction_type="login")
    for closed in (address, DANISH):
        answer = client.get(closed)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={closed}")
    assert sign_in(Client(), world.freja).get(address).status_code == 404
    restriction.delete()
    assert client.get(address).status_code == 200
    episode.may_be_embedded = False
    episode.save_revision().publish()
    assert client.get(address).status_code == 404
    allow("da").unpublish()
    assert client.get(address).status_code == 404


def test_the_page_of_the_episode_gives_the_code_to_copy(client):
    episode = allow("da")
    page = client.get(DANISH).content.decode()
    code = unescape(re.search(r"<textarea [^>]*readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    address = f"{episode.absolute_url}embed/"
    assert code.startswith(f'<iframe src="{address}" title="{episode.title}" ')
    assert "Indlejr" in page
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert data["associatedMedia"]["embedUrl"] == address
    episode.title = 'Om "løn" <b>og</b> pauser'
    episode.save_revision().publish()
    page = client.get(DANISH).content.decode()
    code = unescape(re.search(r"<textarea [^>]*readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert 'title="Om &quot;løn&quot; &lt;b&gt;og&lt;/b&gt; pauser"' in code
    assert "<b>" not in page


def test_an_editor_finds_the_tick_beside_the_directories(client, world):
    episode = EpisodePage.objects.get(number=11, locale__language_code="da")
    page = sign_in(client, editor(world)).get(f"/admin/pages/{episode.pk}/edit/").content.decode()
    box = re.search(r'<input type="checkbox" name="may_be_embedded"[^>]*>', page)[0]
    assert "checked" not in box
    assert "Må indlejres andre steder" in page
