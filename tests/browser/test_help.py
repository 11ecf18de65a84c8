"""Get help now is always there: without scripts, without net, signed out, and where the site has gone wrong."""

import pytest
from playwright.sync_api import expect

from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

CALLS = 'a[href^="tel:"]'


def numbers(page):
    """What can be called from the page."""
    return {link.get_attribute("href") for link in page.locator(CALLS).all() if link.is_visible()}


@pytest.mark.parametrize("person", ["visitor", "freja", "mona", "signe"])
def test_without_scripts_it_is_one_tap_away_and_can_be_called(visit, person):
    page = visit(person, java_script_enabled=False)
    for address in ("/", "/nowhere/") if person == "visitor" else ("/since-last/", "/chat/", "/care/say/", "/nowhere/"):
        page.goto(address)
        page.get_by_role("link", name="Få hjælp nu").locator("visible=true").first.click()
        page.wait_for_url("**/help/")
        found = numbers(page)
        assert "tel:112" in found
        assert len(found) >= 3, "never one line alone"
        expect(page.locator(CALLS).first).to_be_in_viewport()


def test_without_net_every_line_that_can_be_called_is_there(visit):
    """Whatever page one asks for, this very one too."""
    freja = visit("freja")
    freja.goto("/help/")
    lines = numbers(freja)
    assert "tel:112" in lines
    assert len(lines) >= 3
    freja.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # A page that was on its way while the worker began has none before it; the next one has.
    freja.reload()
    freja.wait_for_function("() => navigator.serviceWorker.controller !== null")
    freja.context.set_offline(True)
    for address in ("/help/", "/since-last/", "/care/say/"):
        freja.goto(address)
        expect(freja.get_by_role("heading", name="Du er uden net")).to_be_visible()
        assert numbers(freja) == lines, address
    # Nobody's name and nobody's words stand on the page that is kept.
    assert "Freja" not in freja.content()
    freja.context.set_offline(False)
