"""The field of tags on a phone, by keyboard: chips, suggestions, and words that are never lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

FIELD = "Emneord, hvis du vil"


def compose(page, words):
    page.goto("/network/")
    page.locator("a.ask").click()
    page.get_by_label("Hvad skete der på arbejdet i denne uge?").fill(words)
    return page.get_by_role("combobox", name=FIELD)


def clean(page):
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_tags_are_written_and_chosen_by_keyboard(visit):
    freja, amina = visit("freja"), visit("amina")
    field = compose(freja, "Prøve med emneord")
    field.fill("Kantine")
    field.press("Enter")
    field.press_sequentially("første dag,overarbejde")
    clean(freja)
    chosen = freja.get_by_role("list", name="Valgte emneord")
    expect(chosen.get_by_role("listitem")).to_have_count(2)
    # What stands half written when one sends is no less said.
    freja.get_by_role("button", name="Del det").click()
    tags = freja.get_by_role("list", name="Emneord").get_by_role("link")
    expect(tags).to_have_text(["kantine", "første dag", "overarbejde"])
    clean(freja)

    field = compose(amina, "Prøve med forslag")
    field.press_sequentially("FØ")
    expect(amina.get_by_role("option")).to_have_text(["første dag"])
    field.press("ArrowDown")
    expect(amina.get_by_role("option", name="første dag", selected=True)).to_be_visible()
    clean(amina)
    field.press("Escape")
    expect(amina.get_by_role("option")).to_have_count(0)
    field.press("ArrowDown")
    expect(amina.get_by_role("option")).to_have_count(1)
    field.press("ArrowDown")
    field.press("Enter")
    chips = amina.get_by_role("list", name="Valgte emneord").get_by_role("button")
    expect(chips).to_have_count(1)
    field.fill("forkert")
    field.press("Enter")
    expect(chips).to_have_count(2)
    field.press("Backspace")
    expect(chips).to_have_count(1)
    # A reload loses nothing.
    amina.reload()
    expect(amina.get_by_role("button", name="Fjern første dag")).to_be_visible()
    amina.get_by_role("button", name="Fjern første dag").click()
    expect(amina.get_by_role("combobox", name=FIELD)).to_be_focused()
    for word in ("a", "b", "c", "d", "e", "f"):
        amina.get_by_role("combobox", name=FIELD).press_sequentially(f"{word},")
    expect(amina.get_by_role("list", name="Valgte emneord").get_by_role("button")).to_have_count(5)
    expect(amina.get_by_text("Der er plads til fem emneord.")).to_be_visible()


def test_without_script_it_is_a_line_of_text(visit):
    page = visit("jonas", java_script_enabled=False)
    page.goto("/network/")
    page.locator("a.ask").click()
    page.get_by_label("Hvad skete der på arbejdet i denne uge?").fill("Uden script")
    page.get_by_label(FIELD).fill("Kantine, vagt")
    page.get_by_role("button", name="Del det").click()
    expect(page.get_by_role("list", name="Emneord").get_by_role("link")).to_have_text(["kantine", "vagt"])


def test_an_open_home_shows_what_happens(visit):
    mikkel, freja = visit("mikkel"), visit("freja")
    mikkel.goto("/since-last/")
    expect(mikkel.locator("body")).to_have_attribute("data-live-state", "open")
    compose(freja, "Sker lige nu")
    freja.get_by_role("button", name="Del det").click()
    expect(mikkel.locator("#since-last").get_by_text("Sker lige nu")).to_be_visible()
    clean(mikkel)
    # Seen to its end, and still there: nothing goes away under one's eyes.
    with mikkel.expect_response("**/since-last/seen/") as seen:
        mikkel.reload()
        mikkel.locator(".end").last.scroll_into_view_if_needed()
        mikkel.keyboard.press("End")
    assert seen.value.status == 204
    mikkel.reload()
    expect(mikkel.locator("#since-last").get_by_text("Sker lige nu")).to_be_visible()
