"""Reading, answering and bevidning with the keyboard only, on a desk and on a phone. Others use what they like.

Freja's pages are touched by `Keyboard` alone, which judges every stop it passes: seen, ringed, named, never lost.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.keyboard import Keyboard
from tests.support import needs

pytestmark = [
    pytest.mark.browser,
    needs("chromium"),
    pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"]),
]

QUESTION = "Hvad skete der på arbejdet i denne uge?"
ANSWERS = [f"Svar nummer {number}" for number in (1, 2, 3)]


@pytest.fixture
def freja(visit, window):
    return visit("freja", viewport=window, has_touch=window is PHONE)


@pytest.fixture
def jonas(visit):
    return visit("jonas")


def tell(page, words, wish="Har nogen prøvet det?"):
    page.goto("/network/")
    page.locator("a.ask").click()
    expect(page.locator("form[data-draft-ready]")).to_be_attached()
    page.get_by_label(QUESTION).fill(words)
    page.get_by_label(wish).check()
    page.get_by_role("button", name="Del det").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    return page.url.partition("?")[0]


def answer(page, address, words):
    page.goto(address)
    expect(page.locator("#answer[data-draft-ready]")).to_be_attached()
    page.get_by_label("Svar kort").fill(words)
    page.get_by_role("button", name="Svar", exact=True).click()
    expect(page.locator(".reply").get_by_text(words)).to_be_visible()


def settled(page):
    """Scripts have come, and every live key has its answer."""
    expect(page.locator("body")).to_have_attribute("data-live-state", "open")


def from_home(page, keys, title):
    """Home, its board, and the topic so called."""
    page.goto("/since-last/")
    keys.follow("Netværk")
    settled(page)
    keys.follow(title)
    page.wait_for_url("**/topics/**")
    settled(page)


def test_reading_from_home_to_the_last_answer(freja, jonas, window):
    title = f"Læst med tasterne ({window['width']})"
    address = tell(jonas, title)
    answer(jonas, address, ANSWERS[0])
    with freja.expect_response("**/read/"):
        freja.goto(address)
        freja.keyboard.press("End")
    freja.goto("/since-last/")
    for words in ANSWERS[1:]:
        answer(jonas, address, words)

    keys = Keyboard(freja)
    from_home(freja, keys, title)
    # At the first answer that is new, and in it.
    assert freja.url.endswith("?at=2#post-2")
    assert keys.here().name.startswith("Jonas")
    expect(freja.get_by_text("Nyt siden sidst")).to_be_in_viewport()
    keys.press("Tab")
    assert keys.here().name == "Læs højt"

    # Words of reaction are given and taken back in their place.
    word = keys.go("Det kender jeg", "button")
    pressed = freja.locator(":focus")
    keys.press("Enter")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    assert keys.here().name.startswith(word.name)
    keys.press("Space")
    expect(pressed).to_have_attribute("aria-pressed", "false")
    assert keys.here().name.startswith(word.name)
    keys.go("Gem", "button", back=True)
    keys.press("Enter")
    expect(pressed).to_have_text("Gemt")
    keys.here()
    keys.press("Enter")
    expect(pressed).to_have_text("Gem")
    keys.here()

    # On to the end: each answer has its stops, and after the last comes the field.
    for _ in ANSWERS[2:]:
        keys.go("Citér", "link")
    keys.go("Svar kort", "textbox")

    # The first stop of any page leads past the menus.
    freja.goto(address)
    keys.press("Tab")
    assert keys.here().name == "Gå til indholdet"
    keys.press("Enter")
    keys.press("Tab")
    keys.here()
    expect(freja.locator("main :focus")).to_have_count(1)

    # Quiet, and as usual again; one comes back to where one was, and hears that it was done.
    keys.go("Hvad får jeg besked om?")
    for choice, now in (("Intet herfra", "Stille her"), ("Som ellers", "Hvad får jeg besked om?")):
        keys.press("Enter")
        keys.go(choice, "button")
        with freja.expect_navigation():
            keys.press("Enter")
        settled(freja)
        assert keys.here().name == now
        expect(freja.locator(".toasts")).to_be_in_viewport(ratio=1)


def test_focus_stays_where_it_is_while_others_write(freja, jonas, window):
    title = f"Mens andre skriver ({window['width']})"
    address = tell(jonas, title)
    answer(jonas, address, ANSWERS[0])
    keys = Keyboard(freja)
    freja.goto("/network/")
    settled(freja)
    here = keys.go(title, "link")
    tell(jonas, f"Noget nyt øverst ({window['width']})")
    expect(freja.get_by_text(f"Noget nyt øverst ({window['width']})").first).to_be_visible()
    keys.still(here)
    freja.goto("/since-last/")
    settled(freja)
    here = keys.go(title, "link")
    tell(jonas, f"Endnu nyere ({window['width']})")
    expect(freja.locator("#since-last").get_by_text(f"Endnu nyere ({window['width']})").first).to_be_visible()
    keys.still(here)

    # In a post whose words change meanwhile, every control is its own.
    freja.goto(address)
    settled(freja)
    keys.go("Svar kort", "textbox")
    for number, control in enumerate(("Citér", "Gem", "Læs højt")):
        here = keys.go(control, back=True)
        jonas.goto(address)
        jonas.locator(".reply").get_by_role("link", name="Ret", exact=True).click()
        expect(jonas.locator("form[data-draft-ready]").first).to_be_attached()
        jonas.locator("textarea").first.fill(f"Rettet {number}")
        jonas.get_by_role("button", name="Gem ændringen").click()
        expect(freja.locator(".reply").get_by_text(f"Rettet {number}")).to_be_visible()
        keys.still(here)


def test_answering_with_every_help(freja, jonas, window):
    address = tell(jonas, f"Svar mig med tasterne ({window['width']})", wish="Jeg vil gerne have råd")
    keys = Keyboard(freja)
    freja.goto(address)
    settled(freja)
    field = freja.get_by_label("Svar kort")
    keys.go("Svar kort", "link")
    keys.press("Enter")
    keys.go("Egen erfaring", "radio")
    keys.press("ArrowDown")
    assert keys.here().name == "Råd"
    keys.press("Tab")
    assert keys.here().name == "Fed"
    keys.press("Tab")
    keys.type("Husk ")
    keys.press("Control+b")
    keys.type("pausen")
    expect(field).to_have_value("Husk **pausen**")
    keys.press("End")
    keys.type(" ")

    # The bar is one stop; arrows walk in it. A panel opens and closes, and one is where one was.
    keys.press("Shift+Tab")
    keys.press("ArrowLeft", "ArrowLeft")
    assert keys.here().name == "Emoji"
    keys.press("Enter")
    panel = freja.get_by_role("group", name="Emoji")
    expect(panel.locator(":focus")).to_be_visible()
    keys.here()
    keys.press("Tab")
    keys.here()
    keys.press("Escape")
    expect(panel).to_be_hidden()
    assert keys.here().name == "Svar kort"
    keys.press("Shift+Tab")
    assert keys.here().name == "Emoji"
    keys.press("Enter")
    expect(panel.locator(":focus")).to_be_visible()
    if panel.get_by_label("Find en emoji").evaluate("field => field === document.activeElement"):
        keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.here()
    keys.press("Enter")
    assert keys.here().name == "Svar kort"
    expect(field).to_have_value(re.compile(r"^Husk \*\*pausen\*\* .+"))

    def send():
        keys.go("Svar", "button", exact=True)
        with freja.expect_navigation():
            keys.press("Enter")
        settled(freja)
        # On the new answer, and what was done is said above it.
        assert keys.here().name.startswith("Freja")
        assert freja.evaluate("'#' + document.activeElement.id === location.hash")
        expect(freja.get_by_role("status").filter(has_text="Dit svar er sendt.")).to_be_in_viewport(ratio=1)
        expect(freja.locator(":focus strong", has_text="pausen")).to_be_visible()

    send()
    keys.press("Shift+Tab")
    assert keys.here().name == "Fortryd"
    with freja.expect_navigation():
        keys.press("Enter")
    settled(freja)
    expect(freja.get_by_text("Taget tilbage. Dine ord er her igen.")).to_be_in_viewport(ratio=1)
    expect(freja.locator("article.reply")).to_have_count(0)
    # The words are here again, and so is one.
    expect(field).to_have_value(re.compile(r"^Husk \*\*pausen\*\* .+"))
    keys.press("Tab")
    assert keys.here().name == "Råd"
    send()
    keys.round()


def test_a_letter_forwards_backwards_and_past_a_step(freja, jonas, window):
    address = tell(jonas, f"Bevidn mig med tasterne ({window['width']})")
    keys = Keyboard(freja)
    freja.goto(address)
    settled(freja)
    keys.follow("Bevidn")
    expect(freja.locator("form[data-draft-ready]")).to_be_attached()
    keys.round()
    question = freja.locator(".witness__step:not([hidden]) h1")

    def press(button, arrives):
        keys.go(button, "button")
        keys.press("Enter")
        expect(freja.get_by_text(arrives).locator("visible=true")).to_be_in_viewport()
        expect(question).to_be_focused()
        keys.here()

    def write(words):
        keys.go(question.inner_text(), "textbox")
        keys.type(words)

    write("At du spurgte")
    press("Videre", "trin 2 af 4")
    press("Spring over", "trin 3 af 4")
    write("Min første dag")
    press("Tilbage", "trin 2 af 4")
    write("En åben dør")
    press("Videre", "trin 3 af 4")
    press("Videre", "trin 4 af 4")
    press("Læs brevet", "Sådan bliver dit brev")
    keys.round()
    keys.go("Send brevet", "button")
    with freja.expect_navigation():
        keys.press("Enter")
    letter = freja.locator(".letter-reply")
    for words in ("At du spurgte", "En åben dør", "Min første dag"):
        expect(letter.get_by_text(words)).to_be_visible()
    expect(letter).to_be_focused()
    expect(freja.locator(".toasts")).to_be_in_viewport(ratio=1)


def test_telling_with_tags_and_the_files_buttons(freja, window):
    words = f"Fortalt med tasterne ({window['width']})"
    keys = Keyboard(freja)
    # From here on the browser's window for choosing files is kept shut.
    freja.on("filechooser", lambda chooser: None)
    freja.goto("/network/")
    keys.follow(QUESTION)
    expect(freja.locator("form[data-draft-ready]")).to_be_attached()
    keys.round()
    # Nothing written: the form says so, and one is led to it.
    keys.go("Del det", "button")
    keys.press("Enter")
    expect(freja.get_by_label(QUESTION)).to_be_focused()
    keys.here()
    keys.type(words)
    keys.go("Billede")
    with freja.expect_file_chooser():
        keys.press("Enter")
    keys.go("Lyd", "button")
    keys.press("Enter")
    recorder = freja.get_by_role("region", name="Optag lyd")
    expect(recorder).to_be_visible()
    keys.here()
    keys.go("Luk", "button")
    keys.press("Enter")
    expect(recorder).to_be_hidden()
    assert keys.here().name == "Lyd"

    keys.go("Emneord", "combobox")
    keys.type("tastatur")
    keys.press("Enter")
    keys.type("pause,")
    chips = freja.get_by_role("list", name="Valgte emneord").get_by_role("button")
    expect(chips).to_have_count(2)
    keys.go("Fjern pause", "button", back=True)
    keys.press("Enter")
    expect(chips).to_have_count(1)
    assert keys.here().role == "combobox"
    keys.go("Erfaring", "radio")
    keys.press("ArrowDown")
    assert keys.here().role == "radio"
    keys.go("Del det", "button")
    with freja.expect_navigation():
        keys.press("Enter")
    expect(freja.get_by_role("heading", name=words)).to_be_visible()
    expect(freja.get_by_role("list", name="Emneord").get_by_role("link")).to_have_text(["tastatur"])
    expect(freja.locator(".toasts")).to_be_in_viewport(ratio=1)
    keys.go("Fortryd", "button")


def test_searching_and_narrowing_down(freja, jonas, window):
    tell(jonas, f"Skraldespand med tasterne {window['width']}")
    keys = Keyboard(freja)
    freja.goto("/network/")
    keys.follow("Søg")
    settled_search = freja.locator("#results-title")
    keys.go("Hvad leder du efter?")
    keys.type("skraldespand")
    with freja.expect_response("**/search/"):
        keys.press("Enter")
    expect(settled_search).to_have_text("Det fandt vi")
    keys.here()
    keys.go("Afgræns", back=True)
    keys.press("Enter")
    keys.go("Hvornår", "combobox")
    keys.press("ArrowDown")
    keys.go("Søg", "button", back=True, exact=True)
    with freja.expect_response("**/search/"):
        keys.press("Enter")
    expect(settled_search).to_have_text("Det fandt vi")
    keys.here()
    keys.follow(f"Skraldespand med tasterne {window['width']}")
    expect(freja.get_by_role("heading", name=f"Skraldespand med tasterne {window['width']}")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/since-last/",
        "/network/",
        "/search/",
        "/saved/",
        "/drafts/",
        "/notifications/",
        "/me/notifications/",
        "/me/away/",
        "/me/seen/",
    ],
)
def test_a_round_of_the_page_holds_nobody(freja, path, window):
    freja.goto(path)
    settled(freja)
    assert len(Keyboard(freja).round()) >= 8
