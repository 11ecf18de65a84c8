"""Writing with help: marks, emoji, names and the look, by keyboard alone and by thumb on a small phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, open_topic
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: A phone with its keyboard up.
WITH_KEYBOARD = {"width": 360, "height": 420}


def composer(page):
    page.goto("/network/")
    page.locator("a.ask").click()
    expect(page.get_by_role("toolbar", name="Hjælp til at skrive")).to_be_visible()
    return page.get_by_label("Hvad skete der på arbejdet i denne uge?")


def select(field, words):
    begin = field.input_value().index(words)
    field.evaluate("(field, [from, to]) => field.setSelectionRange(from, to)", [begin, begin + len(words)])


def tool(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def clean(page):
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_marks_act_on_the_selection_and_toggle_off_in_one_step_each(visit):
    page = visit("freja")
    field = composer(page)
    field.fill("Husk gode sko\nog en jakke")
    field.focus()
    select(field, "gode sko")
    tool(page, "Fed").click()
    expect(field).to_have_value("Husk **gode sko**\nog en jakke")
    assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == "gode sko"
    tool(page, "Fed").click()
    expect(field).to_have_value("Husk gode sko\nog en jakke")
    field.press("Control+b")
    expect(field).to_have_value("Husk **gode sko**\nog en jakke")
    field.press("Control+z")
    expect(field).to_have_value("Husk gode sko\nog en jakke")
    field.press("Control+a")
    for name, marked in (("Liste", "- Husk gode sko\n- og en jakke"), ("Citat", "> Husk gode sko\n> og en jakke")):
        tool(page, name).click()
        expect(field).to_have_value(marked)
        tool(page, name).click()
        expect(field).to_have_value("Husk gode sko\nog en jakke")
    # Without a selection the word at the caret is meant, and the caret stays in it.
    field.evaluate("field => field.setSelectionRange(7, 7)")
    field.press("Control+b")
    expect(field).to_have_value("Husk **gode** sko\nog en jakke")
    field.press("Control+b")
    expect(field).to_have_value("Husk gode sko\nog en jakke")
    assert field.evaluate("field => field.selectionStart") == 7


def test_enter_goes_on_with_a_list_and_ends_it(visit):
    page = visit("freja")
    field = composer(page)
    field.press_sequentially("Husk:")
    field.press("Enter")
    tool(page, "Liste").click()
    field.press_sequentially("sko")
    field.press("Enter")
    field.press_sequentially("jakke")
    field.press("Enter")
    field.press("Enter")
    field.press_sequentially("Det var det. Den\n7. november\nvar god\n1. op\nned")
    expect(field).to_have_value("Husk:\n- sko\n- jakke\nDet var det. Den\n7. november\nvar god\n1. op\n2. ned")


def test_everything_by_keyboard_alone(visit):
    page = visit("freja", viewport=DESK)
    field = composer(page)
    field.focus()
    page.keyboard.type("Hej @am")
    expect(page.get_by_role("option", name="Amina")).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == page.get_by_role("option", name="Amina").get_attribute("id")
    expect(page.locator("main [role=status]", has_text="Amina")).to_have_count(1)
    clean(page)
    page.keyboard.press("Enter")
    expect(field).to_have_value("Hej @Amina ")
    page.keyboard.type("og @")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(field).to_have_value("Hej @Amina og @Jonas ")
    page.keyboard.type("x@")
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")

    # Back to the bar: one stop, then arrows.
    page.keyboard.press("Shift+Tab")
    expect(tool(page, "Fed")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tool(page, "Vis")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    search = page.get_by_label("Find en emoji")
    expect(search).to_be_focused()
    clean(page)
    page.keyboard.type("spire")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="spire")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("Hej @Amina og @Jonas 🌱")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_label("Adresse på nettet").fill("ikke en adresse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Det er ikke en adresse endnu.")).to_be_visible()
    clean(page)
    page.get_by_label("Adresse på nettet").fill("dr.dk")
    page.get_by_label("Hvad skal der stå?").fill("nyheder")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Hej @Amina og @Jonas 🌱 [nyheder](https://dr.dk)")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/new/$"))


def test_by_thumb_on_a_small_phone(visit):
    page = visit("freja", viewport=PHONE, has_touch=True)
    field = composer(page)
    boxes = [button.bounding_box() for button in page.get_by_role("toolbar").get_by_role("button").all()]
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
    clean(page)
    page.set_viewport_size(WITH_KEYBOARD)
    field.tap()
    page.keyboard.type("En linje\nen til\nHej @j")
    option = page.get_by_role("option", name="Jonas")
    expect(option).to_be_in_viewport(ratio=1)
    clean(page)
    option.tap()
    expect(field).to_have_value("En linje\nen til\nHej @Jonas ")
    expect(field).to_be_focused()
    tool(page, "Emoji").tap()
    page.get_by_role("button", name="tak", exact=True).tap()
    expect(field).to_have_value("En linje\nen til\nHej @Jonas 🙏")
    tool(page, "Vis").tap()
    look = page.get_by_role("region", name="Sådan kommer det til at se ud")
    expect(look.locator(".at")).to_have_text("@Jonas")
    expect(field).to_be_hidden()
    clean(page)
    tool(page, "Vis").tap()
    expect(field).to_be_focused()
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Del det").tap()
    expect(page.locator(".post .at")).to_have_text("@Jonas")

    jonas = visit("jonas")
    jonas.goto("/notifications/")
    expect(jonas.get_by_text("Freja nævner dig i").first).to_be_visible()


def test_a_quote_goes_before_the_answer_and_works_without_scripts(visit):
    page = visit("freja")
    open_topic(page, "Hvem bestemmer, hvornår der er pause?")
    page.locator(".reply").first.get_by_role("link", name="Citér").click()
    field = page.locator("#answer textarea")
    expect(field).to_have_value(re.compile(r"^> \w+ skrev:\n> "))
    expect(field).to_be_focused()
    with_script = field.input_value()

    plain = visit("freja", java_script_enabled=False)
    plain.goto(page.url)
    plain.locator(".reply").first.get_by_role("link", name="Citér").click()
    expect(plain.locator("#answer textarea")).to_have_value(with_script)


def test_what_cannot_be_shown_says_so_and_keeps_the_words(visit):
    page = visit("freja")
    field = composer(page)
    field.fill("Det her må ikke blive væk")
    page.context.set_offline(True)
    tool(page, "Vis").click()
    expect(page.get_by_text("Det kan ikke vises lige nu. Dine ord står her stadig.")).to_be_visible()
    page.context.set_offline(False)
    tool(page, "Vis").click()
    expect(field).to_have_value("Det her må ikke blive væk")
