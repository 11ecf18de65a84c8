"""What machines read of the public pages: pictures of links, structured data, whom to tell of holes, the map."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from community import clock
from home.models import ContactPage, PublicPage
from home.pictures.cards import _tokens, draw_card

pytestmark = pytest.mark.usefixtures("public_site")

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
CARD = re.compile(r'<meta property="og:image" content="([^"]+)"')


def meta(page: str, name: str) -> str:
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_has_a_picture_for_shared_links(client, language):
    pages = PublicPage.objects.live().filter(locale__language_code=language)
    assert len(pages) > 20
    for page in pages:
        content = client.get(page.url).content.decode()
        picture = client.get(urlsplit(meta(content, "og:image")).path)
        assert picture.status_code == 200, page.url
        body = b"".join(picture.streaming_content) if picture.streaming else picture.content
        size = Image.open(BytesIO(body)).size
        assert size == (int(meta(content, "og:image:width")), int(meta(content, "og:image:height")))
        assert meta(content, "og:image:alt")
        assert picture["Cache-Control"].startswith("public, max-age=31536000")


def test_its_address_changes_with_the_title_and_an_old_one_leads_on(client):
    page = PublicPage.objects.get(slug="om").specific
    before = urlsplit(page.card_address).path
    drawn = client.get(before).content
    page.title = "Hvem vi er"
    page.save_revision().publish()
    after = urlsplit(PublicPage.objects.get(pk=page.pk).card_address).path
    assert after != before
    answer = client.get(before)
    assert (answer.status_code, answer["Location"]) == (302, after)
    assert client.get(after).content != drawn
    page.unpublish()
    assert client.get(after).status_code == 404
    assert client.get(before).status_code == 404


def test_it_is_drawn_once_and_not_sent_to_whoever_has_it(client):
    address = urlsplit(PublicPage.objects.get(slug="om").specific.card_address).path
    draw_card.cache_clear()
    first = client.get(address)
    assert client.get(address).content == first.content
    assert draw_card.cache_info().misses == 1
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_it_is_drawn_in_the_colours_of_the_tokens():
    colours = _tokens()
    assert {"paper", "ink", "green", "clay"} <= colours.keys()
    css = Path(finders.find("community/css/tokens.css")).read_text()
    assert f"--paper: {colours['paper']};" in css
    picture = Image.open(BytesIO(draw_card(above="x", words="y"))).convert("RGB")
    as_hex = "#{:02x}{:02x}{:02x}"
    assert as_hex.format(*picture.getpixel((600, 5))) == colours["paper"]
    assert as_hex.format(*picture.getpixel((5, 300))) == colours["green"]


@pytest.mark.parametrize("words", ["x" * 260, "Rødgrød " * 30, "", "🌱 " * 20, "\u202eabc"])
def test_no_words_break_the_drawing(words):
    assert Image.open(BytesIO(draw_card(above=words[:80], words=words or " "))).size == (1200, 630)


def test_structured_data_says_what_the_page_says(client):
    data = json.loads(DATA.search(client.get("/").content.decode())[1])
    assert data["@type"] == "WebSite"
    assert data["inLanguage"] == "da"
    assert data["publisher"]["name"] == "NExTWORK"
    logo = urlsplit(data["publisher"]["logo"]).path
    assert logo.endswith(".png")
    data = json.loads(DATA.search(client.get("/om/teamet/").content.decode())[1])
    assert data["@type"] == "BreadcrumbList"
    assert [step["name"] for step in data["itemListElement"]] == ["Om NExTWORK", "Teamet"]
    for address in ("/", "/om/", "/kontakt/", "/fortaellinger/", "/podcast/", "/nyt/"):
        for found in DATA.findall(client.get(address).content.decode()):
            assert json.loads(found)["@context"] == "https://schema.org"


def test_whom_to_tell_of_a_hole_in_the_fence(client, settings):
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"].endswith("/kontakt/")
    assert lines["Canonical"].endswith("/.well-known/security.txt")
    assert lines["Preferred-Languages"] == "da, en"
    ends = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=30) < ends - clock.now() < timedelta(days=365)
    assert ends.tzinfo == UTC
    settings.SECURITY_CONTACT = "mailto:sikkerhed@nextwork.example"
    assert "Contact: mailto:sikkerhed@nextwork.example\n" in client.get("/.well-known/security.txt").content.decode()
    settings.SECURITY_CONTACT = ""
    ContactPage.objects.all().delete()
    assert client.get("/.well-known/security.txt").status_code == 404
