"""Every public page answers in both languages, says what it is, and leads only to what is there."""

import re
from html import unescape

import pytest
from django.test import Client

from home.models import EvaluationPage, PublicPage, StandardPage, TimelinePage

pytestmark = pytest.mark.usefixtures("public_site")

HREF = re.compile(r'<a [^>]*href="([^"]+)"')


def addresses(language: str) -> list[str]:
    pages = PublicPage.objects.live().filter(locale__language_code=language).order_by("path")
    return [page.url for page in pages]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_answers_in_its_language(client, language):
    found = addresses(language)
    assert len(found) >= 15 + 7
    for address in found:
        assert address.startswith("/en/") == (language == "en")
        response = client.get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        assert f'<html lang="{language}"' in page
        assert re.search(r'<meta name="description" content="[^"]{20,}"', page), address
        assert '<link rel="canonical" href="http' in page
        assert 'hreflang="da"' in page
        assert 'hreflang="en"' in page
        assert 'hreflang="x-default"' in page
        assert '<meta property="og:description" content="' in page
        assert page.count("<h1") == 1, address


def test_no_public_page_needs_scripts_or_has_style_of_its_own(client):
    for address in [*addresses("da"), *addresses("en"), "/help/", "/en/help/"]:
        page = client.get(address).content.decode()
        assert "<script" not in page, address
        assert " style=" not in page, address
        assert "<style" not in page, address
        assert "unsafe-inline" not in client.get(address)["Content-Security-Policy"]


def test_no_link_leads_nowhere(client):
    waiting, seen = ["/", "/en/", "/help/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if address.startswith("/accounts/"):
            continue  # the sign-in room has tests of its own
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        for href in HREF.findall(response.content.decode()):
            href = unescape(href).partition("#")[0]
            if href.startswith("/"):
                waiting.append(href)
            else:
                assert not href or href.startswith(("mailto:", "tel:")), f"{address} leads out to {href}"
    assert len(seen) > 40


def test_the_same_page_stands_one_link_away_in_the_other_language(client):
    page = client.get("/om/teamet/").content.decode()
    assert re.search(r'<a href="/en/about/team/"[^>]*hreflang="en"', page)
    assert re.search(r'<a href="/om/teamet/"[^>]*hreflang="da"', client.get("/en/about/team/").content.decode())


def test_an_untranslated_page_is_linked_in_danish_and_marked_as_danish(client):
    PublicPage.objects.get(slug="how-we-are-here").unpublish()
    page = client.get("/en/").content.decode()
    assert re.search(r'<a href="/saadan-er-vi-her/" lang="da" hreflang="da"', page)
    assert '<a href="/en/" ' in client.get("/saadan-er-vi-her/").content.decode()


def test_menus_follow_the_tree_at_once(client):
    assert 'href="/for-unge/"' in client.get("/kontakt/").content.decode()
    PublicPage.objects.get(slug="for-unge").unpublish()
    assert 'href="/for-unge/"' not in client.get("/kontakt/").content.decode()


@pytest.mark.parametrize(("address", "queries"), [("/", 12), ("/om/fremtid/", 12), ("/privatliv/", 10), ("/help/", 3)])
def test_pages_cost_the_same_however_much_the_site_grows(address, queries, django_assert_num_queries):
    Client().get(address)  # fills what Wagtail keeps between requests
    with django_assert_num_queries(queries):
        Client().get(address)
    about = PublicPage.objects.get(slug="om")
    for number in range(3):
        about.add_child(instance=StandardPage(title=f"Ny {number}", slug=f"ny-{number}", locale=about.locale))
        about.refresh_from_db()
    with django_assert_num_queries(queries):
        Client().get(address)


def test_the_map_names_both_trees_and_their_translations(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get("/sitemap.xml").content.decode()
    for address in addresses("da") + addresses("en"):
        assert f"{address}</loc>" in page
    assert page.count('hreflang="en"') == page.count("<loc>")


def test_robots_are_kept_out_of_a_demonstration_and_shown_the_map_otherwise(client, settings):
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    settings.DEMO = False
    words = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in words
    assert "Sitemap: http" in words


def test_the_address_the_law_gives_leads_to_the_accessibility_statement(client):
    response = client.get("/was")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


def test_a_timeline_without_steps_says_so_and_invents_none(client):
    page = client.get("/om/tidsplan/").content.decode()
    assert "Trinene er ikke skrevet endnu." in page
    assert "course" not in page
    timeline = TimelinePage.objects.get(slug="tidsplan")
    timeline.steps = [("step", {"when": "Måned 1", "title": "Vi mødes", "text": ""})]
    timeline.save()
    page = client.get("/om/tidsplan/").content.decode()
    assert "Vi mødes" in page
    assert "Trinene er ikke skrevet endnu." not in page


def test_the_evaluation_counts_in_words_and_claims_no_effect(client):
    page = client.get("/om/evaluering/").content.decode()
    assert "Omkring <strong>1.000</strong> af <strong>1.200</strong> unge" in page
    assert "Der er ingen resultater endnu" in page
    assert "Kilde: Brochuren" in page
    assert EvaluationPage.objects.first().plants == [4] * 10 + [0] * 2


def test_the_staffing_table_holds_the_brochures_numbers(client):
    page = client.get("/om/teamet/").content.decode()
    for words in ("3 konsulenter", "15–20", "45–60", "4 konsulenter", "80–90", "5 konsulenter", "100+", "0,5–1"):
        assert words in page
