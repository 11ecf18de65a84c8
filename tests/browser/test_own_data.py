"""Taking a copy along, watching it being made; and leaving for good with a keyboard alone."""

import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.keyboard import Keyboard
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


def clean(page) -> None:
    assert violations(page) == []


def test_a_copy_grows_before_ones_eyes_and_is_fetched(visit, tmp_path):
    amina = visit("amina")
    amina.goto("/me/")
    amina.get_by_role("link", name="Mine data", exact=True).click()
    amina.get_by_role("button", name="Lav min kopi").click()
    fetch = amina.get_by_role("link", name="Hent min kopi")
    # The worker has other things to do first, on a machine that runs all the tests.
    expect(fetch).to_be_visible(timeout=120_000)
    clean(amina)
    with amina.expect_download() as fetched:
        fetch.click()
    assert fetched.value.suggested_filename == "mine-data-nextwork.zip"
    fetched.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as bundle:
        bundle.extractall(tmp_path / "mine")
    # On one's own device, without the site.
    amina.goto(f"file://{tmp_path}/mine/index.html")
    expect(amina.get_by_role("heading", name="Hvad du har fortalt og svaret")).to_be_visible()
    assert amina.evaluate("document.documentElement.scrollWidth") <= amina.viewport_size["width"]
    clean(amina)


def test_somebody_leaves_by_keyboard_and_cannot_come_back(visit):
    """Tobias, whom no other test of the browser needs afterwards."""
    tobias = visit("tobias")
    tobias.goto("/me/data/")
    keys = Keyboard(tobias)
    keys.follow("Se, hvad der så sker")
    keys.follow("Lad mine ord blive")
    expect(tobias.get_by_text("Det her bliver")).to_be_visible()
    clean(tobias)
    keys.go("Ja, jeg går nu", "checkbox")
    keys.press("Space")
    keys.go("Lad mine ord blive", "button")
    with tobias.expect_navigation():
        keys.press("Enter")
    expect(tobias.get_by_role("heading", name="Du har forladt NExTWORK")).to_be_visible()
    clean(tobias)
    tobias.goto("/me/")
    assert "/accounts/login/" in tobias.url
