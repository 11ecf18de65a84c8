"""News: a list in the order of its dates, a page for each, and the newest on the front page."""

import json
import re
from datetime import date, timedelta

import pytest

from home.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.usefixtures("public_site")

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def tell(number: int, told_on: date) -> NewsPage:
    index = NewsIndexPage.objects.get(slug="nyt")
    page = NewsPage(title=f"Nyhed {number}", slug=f"nyhed-{number}", told_on=told_on, locale=index.locale, lead="Kort.")
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_the_list_is_ordered_by_date_and_the_front_page_shows_the_newest(client):
    tell(1, date(2020, 1, 1))
    tell(2, date(2099, 1, 1))
    page = client.get("/nyt/").content.decode()
    titles = re.findall(r'class="news__title">([^<]+)<', page)
    assert titles == ["Nyhed 2", "Podcasten er her", "Fra papir til stemme", "Regn på jeres eget team", "Nyhed 1"]
    front = client.get("/").content.decode()
    assert "Nyhed 2" in front
    assert "Podcasten er her" in front
    assert "Nyhed 1" not in front
    NewsPage.objects.get(title="Nyhed 2").unpublish()
    assert "Nyhed 2" not in client.get("/").content.decode()
    assert "Nyhed 2" not in client.get("/nyt/").content.decode()


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/nyt/podcasten-er-her/", "/podcast/"),
        ("/nyt/fra-papir-til-stemme/", "/fortaellinger/"),
        ("/nyt/regn-paa-det/", "/for-kommuner/hvor-mange-konsulenter/"),
        ("/en/news/the-podcast-is-here/", "/en/podcast/"),
        ("/en/news/from-paper-to-voice/", "/en/stories/"),
        ("/en/news/work-it-out/", "/en/for-municipalities/how-many-consultants/"),
    ],
)
def test_what_is_told_leads_to_where_it_is(client, address, to):
    words = client.get(address).content.decode().partition('<article class="leaflet')[2].partition("</article>")[0]
    assert f'<a href="{to}">' in words


def test_a_page_of_news_says_when_and_leads_back(client):
    tell(1, date(2026, 5, 4))
    page = client.get("/nyt/nyhed-1/").content.decode()
    assert '<time datetime="2026-05-04">4. maj 2026</time>' in page
    assert 'href="/nyt/"' in page
    data = json.loads(DATA.search(page)[1])
    assert (data["@type"], data["headline"], data["datePublished"]) == ("NewsArticle", "Nyhed 1", "2026-05-04")


def test_ten_stand_on_one_page_of_the_list(client, django_assert_num_queries):
    client.get("/nyt/?page=1")
    with django_assert_num_queries(9):
        client.get("/nyt/?page=1")
    for number in range(12):
        tell(number, date(2019, 1, 1) + timedelta(days=number))
    client.get("/nyt/?page=1")
    with django_assert_num_queries(9):
        page = client.get("/nyt/?page=1").content.decode()
    assert page.count("news__title") == 10
    assert '?page=2"' in page
    assert client.get("/nyt/?page=2").content.decode().count("news__title") == 5
    for odd in ("99", "x", "-1", "9" * 40):
        assert client.get("/nyt/", {"page": odd}).status_code == 200


def test_without_news_the_list_says_so_and_the_front_page_is_silent(client):
    NewsPage.objects.filter(locale__language_code="da").delete()
    assert "Der er ikke noget nyt endnu." in client.get("/nyt/").content.decode()
    assert "Alt nyt" not in client.get("/").content.decode()
    assert "All news" in client.get("/en/").content.decode()
