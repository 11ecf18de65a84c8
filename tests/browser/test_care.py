"""Saying that something is wrong, and looking after it, on a phone: few taps, live, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE
from tests.browser.keyboard import Keyboard
from tests.browser.test_a_week_of_meeting import Week, propose
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

QUESTION = "Hvad skete der på arbejdet i denne uge?"
HURTS = "Nogen siger, at noget gør ondt"
#: A house rule of the demo's group, by which these tests hide.
RULE = "Vi taler ordentligt til hinanden og om hinanden."


class Taps:
    """Counts what a thumb does."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def tap(self, thing):
        self.count += 1
        thing.click()


def tell(page, words):
    """Somebody tells something; gives the address of its topic."""
    page.goto("/network/")
    page.locator("a.ask").click()
    page.get_by_label(QUESTION).fill(words)
    page.get_by_role("button", name="Del det").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    return page.url.partition("?")[0]


def say(page, address, kind="Det gør nogen ondt"):
    """In two taps, from where the words stand."""
    page.goto(address)
    taps = Taps(page)
    taps.tap(page.locator("article.post").get_by_role("link", name="Sig til om det her"))
    taps.tap(page.get_by_role("button", name=kind, exact=True))
    expect(page.get_by_role("heading", name="Tak, fordi du sagde til")).to_be_visible()
    assert taps.count == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_taps_in_the_chat(visit, scripts):
    words = f"Det er din egen skyld ({scripts})"
    jonas = visit("jonas")
    jonas.goto("/chat/")
    jonas.locator(".ways a", has_text="Torsdagsholdet").click()
    jonas.get_by_label("Skriv til de andre").fill(words)
    jonas.get_by_role("button", name="Send").click()
    expect(jonas.locator(".msg[data-seq]", has_text=words)).to_have_count(1, timeout=30_000)
    amina = visit("amina", java_script_enabled=scripts)
    amina.goto("/chat/")
    amina.locator(".ways a", has_text="Torsdagsholdet").click()
    taps = Taps(amina)
    taps.tap(amina.locator(".msg[data-seq]", has_text=words).locator(".msg__more"))
    says = amina.get_by_role("group", name="Sig til om det her")
    expect(says).to_be_visible()
    assert not scripts or not violations(amina)
    assert amina.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    taps.tap(says.get_by_role("button", name="Det gør nogen ondt", exact=True))
    expect(amina.get_by_role("heading", name="Tak, fordi du sagde til")).to_be_visible()
    assert taps.count == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_taps_on_an_item_of_the_agenda(site, visit, scripts):
    title, jonas = f"Hvem der er dumme ({scripts})", visit("jonas")
    propose(jonas, Week(site).tables()[0], title)
    amina = visit("amina", java_script_enabled=scripts)
    # It lies on the first table that still takes something.
    amina.goto(jonas.url.partition("#")[0])
    row = amina.locator(".item", has=amina.get_by_role("heading", name=title))
    taps = Taps(amina)
    taps.tap(row.get_by_role("link", name="Sig til om det her"))
    taps.tap(amina.get_by_role("button", name="Det gør nogen ondt", exact=True))
    expect(amina.get_by_role("heading", name="Tak, fordi du sagde til")).to_be_visible()
    assert taps.count == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_three_taps_from_the_notification(visit, scripts):
    title = f"Det her var ikke pænt ({scripts})"
    jonas = visit("jonas")
    address = tell(jonas, title)
    say(visit("amina", java_script_enabled=scripts), address)

    signe = visit("signe", java_script_enabled=scripts)
    signe.goto("/notifications/")
    taps = Taps(signe)
    taps.tap(signe.get_by_text(HURTS).first)
    expect(signe.get_by_text(title).first).to_be_visible()
    taps.tap(signe.locator("#hide_thing > summary"))
    taps.tap(signe.locator("#hide_thing").get_by_role("button", name=RULE))
    expect(signe.get_by_text("Det er skjult. Den, der skrev, og dem, der sagde til, får besked.")).to_be_visible()
    assert taps.count == 3

    amina = visit("amina")
    assert amina.goto(address).status == 404
    # Its author reads the rule, and asks that somebody else looks.
    jonas.goto(address)
    jonas.get_by_role("link", name="Hvorfor?").click()
    expect(jonas.get_by_text(RULE)).to_be_visible()
    jonas.get_by_role("button", name="Bed en anden se på det").click()
    expect(jonas.get_by_role("heading", name="Et kig mere")).to_be_visible()
    # Signe did it, so Klaus judges.
    expect_no_judging(signe)
    klaus = visit("klaus")
    klaus.goto("/care/")
    klaus.locator("section", has=klaus.get_by_role("heading", name="Beder om, at en anden ser på det")).get_by_role(
        "link"
    ).first.click()
    klaus.locator("#answer_appeal-answer").fill("Det var ment venligt.")
    klaus.locator("#answer-appeal").get_by_role("button", name="Tag det tilbage").click()
    assert visit("amina").goto(address).status == 200


def expect_no_judging(page):
    page.reload()
    expect(page.locator("#answer-appeal")).to_have_count(0)


def test_the_queue_that_is_open_shows_what_comes(visit):
    klaus = visit("klaus")
    klaus.goto("/care/")
    expect(klaus.locator("body")).to_have_attribute("data-live-state", "open")
    lines = klaus.locator("#queue .care-line")
    before = lines.count()
    address = tell(visit("jonas"), "Jeg orker ikke mere i dag")
    say(visit("amina"), address, "Jeg er bekymret for nogen")
    expect(klaus.get_by_role("heading", name="Nogen er bekymret")).to_be_visible()
    expect(lines).to_have_count(before + 1)
    # A colleague takes it: the page that is open says so, and no alarm goes on.
    klaus.locator(".care-line--worry a").first.click()
    expect(klaus.locator("body")).to_have_attribute("data-live-state", "open")
    signe = visit("signe")
    signe.goto(klaus.url)
    signe.get_by_role("button", name="Jeg tager den").click()
    expect(klaus.get_by_text("Signe har den.")).to_be_visible()


def test_who_acts_on_an_older_page_keeps_what_was_typed(visit):
    address = tell(visit("jonas"), "To ser på det samtidig")
    say(visit("amina"), address)
    klaus, signe = visit("klaus"), visit("signe")
    for page in (klaus, signe):
        page.goto("/care/")
        page.locator("#queue").get_by_text("Jonas").first.click()
        page.wait_for_url("**/care/cases/**")
    signe.goto(klaus.url)
    klaus.locator("#pause_person > summary").click()
    why = klaus.locator("#pause_person").get_by_label("Hvorfor? Skriv det, som du ville sige det")
    why.fill("Vi holder en dag fri.")
    signe.locator("#hide_thing > summary").click()
    signe.locator("#hide_thing").get_by_role("button", name=RULE).click()
    expect(signe.get_by_text("Det er skjult. Den, der skrev")).to_be_visible()
    klaus.locator("#pause_person").get_by_role("button", name=RULE).click()
    expect(klaus.get_by_text("Nogen har gjort noget ved det imens")).to_be_visible()
    expect(why).to_have_value("Vi holder en dag fri.")
    assert not violations(klaus)


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
def test_by_keyboard(visit, window):
    title = f"Set på med tasterne ({window['width']})"
    address = tell(visit("jonas"), title)
    amina = visit("amina", viewport=window)
    amina.goto(address)
    keys = Keyboard(amina)
    keys.follow("Sig til om det her")
    keys.go("Det gør nogen ondt", "button")
    with amina.expect_navigation():
        keys.press("Enter")
    expect(amina.get_by_role("heading", name="Tak, fordi du sagde til")).to_be_visible()

    signe = visit("signe", viewport=window)
    signe.goto("/care/")
    keys = Keyboard(signe)
    keys.go("Det gør nogen ondt", "link")
    with signe.expect_navigation():
        keys.press("Enter")
    expect(signe.get_by_text(title).first).to_be_visible()
    keys.go("Skjul det")
    keys.press("Enter")
    keys.go("Et par ord til den, der skrev", "textbox")
    keys.type("Vi taler om det på torsdag.")
    keys.go(RULE, "button")
    with signe.expect_navigation():
        keys.press("Enter")
    expect(signe.get_by_text("Vi taler om det på torsdag.")).to_be_visible()


@pytest.mark.parametrize("window", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_form_of_a_case_unfolded_is_clean(visit, window, scheme):
    address = tell(visit("jonas"), f"Alt foldet ud {window['width']} {scheme}")
    say(visit("amina"), address)
    signe = visit("signe", viewport=window, color_scheme=scheme)
    signe.goto("/care/")
    signe.locator("#queue").get_by_text("Jonas").first.click()
    signe.wait_for_url("**/care/cases/**")
    for summary in signe.locator("details.care-deed > summary").all():
        summary.click()
    assert not violations(signe)
    assert signe.evaluate("document.documentElement.scrollWidth") <= window["width"]
    signe.locator("#ask_to_change").get_by_role("button", name=RULE).click()
    expect(signe.locator("#ask_to_change .error").first).to_be_visible()
    assert not violations(signe)
    amina = visit("amina", viewport=window, color_scheme=scheme)
    for page in ("/care/say/", "/care/mine/"):
        amina.goto(page)
        assert not violations(amina)
