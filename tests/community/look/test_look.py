"""Icons, drawings, faces and calm times; and that every page's frame stands without a database."""

import hashlib
import json
import posixpath
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from community import clock
from community.templatetags import look

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "community" / "static" / "community"
NOW = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "danish", "english"),
    [
        (timedelta(0), "i dag 13.05", "today 13:05"),
        (timedelta(hours=14), "i går", "yesterday"),
        (timedelta(days=3), "for 3 dage siden", "3 days ago"),
        (timedelta(days=14), "9. november", "9 November"),
        (timedelta(days=400), "19. oktober 2025", "19 October 2025"),
        (timedelta(days=-1), "i morgen 13.05", "tomorrow 13:05"),
    ],
)
def test_times_are_told_calmly_in_both_languages(before, danish, english):
    with clock.at(NOW):
        for language, words in (("da", danish), ("en", english)):
            with translation.override(language):
                assert look.ago(NOW - before) == words


def test_a_day_without_an_hour_is_told_without_one():
    with clock.at(NOW), translation.override("da"):
        assert look.ago(NOW.date()) == "i dag"
        assert look.ago(None) == ""


def test_a_face_shows_the_first_letter_and_keeps_its_colour():
    assert look.initial("østen") == "Ø"
    assert look.initial("”Freja”") == "F"
    assert look.initial("") == "·"
    assert [look.tone(key) for key in (3, 4, 5, 6)] == ["", "sun", "clay", ""]
    assert look.tone(None) == ""


@pytest.mark.parametrize("stage", range(5))
def test_every_sprout_is_drawn_and_silent(stage):
    assert 'aria-hidden="true"' in look.sprout(stage)


def test_every_icon_that_a_template_names_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', (STATIC / "icons.svg").read_text()))
    named = {
        name
        for app in ("community", "forums", "company_network", "youth_network", "home", "platform")
        for file in (ROOT / app / "templates").rglob("*.html")
        for name in re.findall(r"""(?:{% icon |\bicon=)["']([a-z0-9-]+)["']""", file.read_text())
    }
    assert named, "the pattern found no icon at all"
    assert named <= drawn


def test_vendored_scripts_are_the_ones_the_manifest_names():
    folder = STATIC / "js" / "vendor"
    listed = json.loads((folder / "manifest.json").read_text())
    assert {entry["file"] for entry in listed} == {file.name for file in folder.glob("*.js")}
    for entry in listed:
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert (folder / entry["licence_file"]).exists()


def _imports(sheet: str) -> list[str]:
    """The names of the static files that a style sheet imports, in their order."""
    file = finders.find(sheet)
    assert isinstance(file, str)
    named = re.findall(r"@import url\(([^)]+)\);", Path(file).read_text())
    return [posixpath.normpath(posixpath.join(posixpath.dirname(sheet), name)) for name in named]


def test_the_style_sheets_list_every_component():
    listed = (
        _imports("community/css/site.css") + _imports("community/css/rooms.css") + _imports("home/css/public-only.css")
    )
    components = [posixpath.basename(name) for name in listed if "/components/" in name]
    assert sorted(components) == sorted(file.name for file in (STATIC / "css" / "components").glob("*.css"))


def test_the_public_sheet_takes_parts_of_the_members_in_their_order_and_all_of_the_public():
    listed = _imports("home/css/public-site.css")
    of_members = [
        name for name in _imports("community/css/site.css") + _imports("community/css/rooms.css") if name in listed
    ]
    assert listed == [*of_members, "home/css/public-only.css"]


@pytest.mark.parametrize("name", ["500.html", "print.html"])
def test_the_frames_of_last_resort_ask_no_database(name):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert render_to_string(name, request=request)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["404.html", "403.html", "403_csrf.html", "500.html", "gallery.html", "print.html"])
def test_frames_stand_without_inline_style_or_script(name):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    page = render_to_string(name, request=request)
    assert '<main id="main"' in page or name == "500.html"
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", page)


def test_the_worst_page_tells_where_help_is():
    page = render_to_string("500.html")
    assert "tel:112" in page
    assert "tel:70201201" in page
