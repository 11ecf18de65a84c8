"""Every public page answers in both languages, says what it is, and leads only to what is there."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from home.models import EvaluationPage, PublicPage, StandardPage, TimelinePage
from home.page_cache.kept import shelf
from tests.broadcasts import make_picture
from tests.personas import sign_in
from tests.voices import editor

pytestmark = pytest.mark.usefixtures("public_site")

HREF = re.compile(r'<a [^>]*href="([^"]+)"')


def addresses(language: str) -> list[str]:
    pages = PublicPage.objects.live().filter(locale__language_code=language).order_by("path")
    return [page.url for page in pages]


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_answers_in_its_language(client, language):
    found = addresses(language)
    assert len(found) >= 17
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
        # The pages of the podcast hold data for search engines, and a player that a script makes better.
        page = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", page)
        if "<audio" in page:
            page = page.replace('<script src="/static/home/js/listening.js" type="module"></script>', "")
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
        if not response["Content-Type"].startswith("text/html"):
            continue  # feeds and sounds are read by programs, and have tests of their own
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


@pytest.mark.parametrize(
    ("address", "after_a_change", "queries"),
    [("/", 21, 14), ("/om/fremtid/", 15, 8), ("/privatliv/", 15, 8), ("/help/", 8, 3)],
)
def test_pages_cost_the_same_however_much_the_site_grows(address, after_a_change, queries, django_assert_num_queries):
    """Drawn by a process that has drawn nothing since the site changed, by one that has, and kept."""
    about = PublicPage.objects.get(slug="om")
    about.add_child(instance=StandardPage(title="Ny", slug="ny", locale=about.locale))
    about.refresh_from_db()
    Client().get(address)  # fills what Wagtail keeps between requests: with this change nothing is remembered here
    for number in range(4):
        about.add_child(instance=StandardPage(title=f"Ny {number}", slug=f"ny-{number}", locale=about.locale))
        about.refresh_from_db()
        with django_assert_num_queries(after_a_change):
            Client().get(address)
        shelf.clear()
        with django_assert_num_queries(queries):
            Client().get(address)
        with django_assert_num_queries(1):
            Client().get(address)


def test_the_map_names_both_trees_and_their_translations(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
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
    assert "Tilgængelighedserklæring" in client.get(response["Location"]).content.decode()
    assert 'href="/was"' not in client.get("/").content.decode(), "the page itself stands in the foot"


def test_an_editor_may_lead_that_address_to_the_statement_made_elsewhere(client):
    Redirect.objects.filter(old_path="/was").delete()
    assert client.get("/was").status_code == 200
    Redirect.objects.create(old_path="/was", redirect_link="https://www.was.digst.dk/nextwork-dk")
    for address in ("/was", "/en/was"):
        assert client.get(address)["Location"] == "https://www.was.digst.dk/nextwork-dk"


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


def test_the_evaluation_says_when_it_was_counted_and_invents_no_day(client):
    """The brochure bears no date, and says so."""
    page = client.get("/om/evaluering/").content.decode()
    assert "som ikke bærer nogen dato" in page
    assert "Talt op den" not in page
    for evaluation in EvaluationPage.objects.all():
        evaluation.counted_on = date(2026, 9, 30)
        evaluation.source = "Forsøgets egen optælling"
        evaluation.save_revision().publish()
    page = client.get("/om/evaluering/").content.decode()
    assert "Talt op den 30. september 2026. Kilde: Forsøgets egen optælling" in " ".join(page.split())
    assert "Counted on Sept. 30, 2026." in client.get("/en/about/evaluation/").content.decode()


def test_the_staffing_table_holds_the_brochures_numbers(client):
    page = client.get("/om/teamet/").content.decode()
    for words in ("3 konsulenter", "15–20", "45–60", "4 konsulenter", "80–90", "5 konsulenter", "100+", "0,5–1"):
        assert words in page


def test_a_picture_in_a_page_comes_in_three_forms_and_three_sizes(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = StandardPage.objects.get(slug="om")
    picture = make_picture((1600, 900))
    page.body = [("picture", {"image": picture, "decorative": False, "alt_text": "En høvlebænk"})]
    page.save_revision().publish()
    shown = client.get(page.url).content.decode()
    figure = shown[shown.index("<picture>") : shown.index("</picture>")]
    assert re.findall(r'<source [^>]*type="([^"]+)"', figure) == ["image/avif", "image/webp"]
    sets = re.findall(r'srcset="([^"]+)"', figure)
    assert len(sets) == 3
    assert figure.count('sizes="(min-width: 46rem) 46rem, 100vw"') == 3
    for srcset, form in zip(sets, ("AVIF", "WEBP", "JPEG"), strict=True):
        named = [one.split() for one in srcset.split(", ")]
        assert [width for _address, width in named] == ["400w", "800w", "1200w"]
        for address, width in named:
            answer = client.get(address)
            assert answer["Content-Type"] == f"image/{form.lower()}"
            drawn = Image.open(BytesIO(b"".join(answer.streaming_content)))
            assert (drawn.format, drawn.width) == (form, int(width[:-1]))
    assert re.search(r'<img [^>]*alt="En høvlebænk"[^>]*loading="lazy"', figure)
    assert re.search(r'<img [^>]*width="\d+"', figure)


def test_nothing_can_be_closed_with_a_shared_password(client, world):
    """It would stand in the database to be read, and be passed on by mail."""
    karla = sign_in(client, editor(world))
    address = reverse("wagtailadmin_pages:set_privacy", args=[StandardPage.objects.get(slug="om").pk])
    form = karla.get(address).content.decode()
    assert 'value=\\"login\\"' in form, "the others are there"
    assert 'value=\\"password\\"' not in form
    karla.post(address, {"restriction_type": "password", "password": "hemmelig"})
    assert not PageViewRestriction.objects.exists()
    # Documents are closed by the folder, which only superusers may.
    kinds = dict(CollectionViewRestrictionForm().fields["restriction_type"].choices)
    assert "login" in kinds
    assert "password" not in kinds


def test_a_page_that_is_closed_is_closed_at_once_with_all_below_it(client, world):
    """Also where the page, and that nothing is restricted, stood in the memory of the process a moment ago."""
    about = StandardPage.objects.get(slug="om")
    for address in ("/om/", "/om/fremtid/", "/nyt/"):
        assert client.get(address).status_code == 200
    restriction = PageViewRestriction.objects.create(page=about, restriction_type=PageViewRestriction.LOGIN)
    for address in ("/om/", "/om/fremtid/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
    assert client.get("/nyt/").status_code == 200
    restriction.delete()
    assert client.get("/om/fremtid/").status_code == 200
