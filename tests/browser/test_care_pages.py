"""Every page of care that no other test of the browser names: clean to axe on a phone, and no wider than it; where
somebody writes or decides, by keyboard alone. What was written there stands in no log of the site."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import PHONE, SITES
from tests.browser.keyboard import Keyboard
from tests.browser.test_care import RULE, say, tell
from tests.log_watch import CANARIES, lines_with_canaries
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: Seconds after which the site's own jobs have drawn and opened what they do at their first round.
FIRST_ROUND = 120


def judge(page, heading):
    """The page is the one that was meant, and clean."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def come(page, link):
    """From one's home, through the link that a job puts there."""
    deadline = time.monotonic() + FIRST_ROUND
    page.goto("/since-last/")
    while not page.locator(link).first.is_visible():
        assert time.monotonic() < deadline, f"nothing leads to {link}"
        page.reload()
    page.goto(page.locator(link).first.get_attribute("href"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_whoever_said_something_and_whoever_wrote_it_read(visit, scheme):
    jonas, amina = visit("jonas", color_scheme=scheme), visit("amina", color_scheme=scheme)
    address = tell(jonas, f"Kanariefuglen har en dårlig dag ({scheme})")
    say(amina, address)
    judge(amina, "Tak, fordi du sagde til")
    signe = visit("signe")
    signe.goto("/care/")
    signe.locator("#queue").get_by_text("Jonas").first.click()
    signe.locator("#hide_thing > summary").click()
    signe.locator("#hide_thing").get_by_role("button", name=RULE).click()
    expect(signe.get_by_text("Det er skjult. Den, der skrev")).to_be_visible()
    amina.reload()
    expect(amina.get_by_text("det er skjult nu")).to_be_visible()
    judge(amina, "Tak, fordi du sagde til")
    jonas.goto(address)
    assert not violations(jonas)
    jonas.get_by_role("link", name="Hvorfor?").click()
    judge(jonas, "Hvad der blev gjort, og hvorfor")
    jonas.get_by_role("button", name="Bed en anden se på det").click()
    judge(jonas, "Hvad der blev gjort, og hvorfor")
    for page in (jonas, amina):
        page.goto("/care/mine/")
        judge(page, "Omsorg")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_staff_read_and_write(visit, scheme):
    signe = visit("signe", color_scheme=scheme)
    signe.goto("/care/")
    judge(signe, "Omsorg")
    for name, heading in (("Måneden i tal", "Måneden i tal"), ("Sådan passer vi på hinanden", "Sådan passer vi på")):
        signe.goto("/care/")
        signe.get_by_role("link", name=name).click()
        judge(signe, heading)
    signe.goto("/since-last/")
    signe.get_by_role("link", name="Bekymringsnotater").first.click()
    judge(signe, "Bekymringsnotater")
    signe.get_by_role("link", name="Skriv en bekymring ned").click()
    judge(signe, "Skriv en bekymring ned")
    # What only matters where it must wait comes with the tick, and what is missing is said beside it.
    danger = signe.get_by_label("Hvad er faren?")
    expect(danger).to_be_hidden()
    signe.get_by_label("At læse det nu ville bringe nogen i fare").check()
    expect(danger).to_be_visible()
    assert not violations(signe)
    signe.get_by_role("button", name="Gem").click()
    expect(signe.locator(".error").first).to_be_visible()
    expect(danger).to_be_visible()
    judge(signe, "Skriv en bekymring ned")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looking_over_each_others_shoulders(visit, scheme):
    klaus = visit("klaus", color_scheme=scheme)
    come(klaus, 'main a[href^="/access-reviews/"]')
    judge(klaus, "Hvem hører stadig til her?")
    come(klaus, 'main a[href^="/second-look/"]')
    judge(klaus, "Et par øjne mere")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ones_own_pages(visit, scheme):
    amina = visit("amina", color_scheme=scheme)
    for address, heading in (
        ("/me/data/", "Mine data"),
        ("/me/data/why/", "Hvad der bliver gemt, og hvorfor"),
        ("/me/leave/", "Forlad NExTWORK"),
        ("/me/leave/erase/", "Slet det hele"),
        ("/me/leave/anonymise/", "Lad mine ord blive"),
        ("/me/seen/", "Hvem har set noget om mig"),
        ("/me/away/", "Hvem jeg holder på afstand"),
        ("/me/concerns/", "Notater om mig"),
        ("/me/break/take/", "Hold en pause"),
        ("/care/say/", "Hvem tænker du på?"),
    ):
        amina.goto(address)
        judge(amina, heading)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_line_that_is_put_aside(visit, scheme):
    """What was done about a question of the companies is one short line: hidden, a neutral one stands in its place."""
    rashid = visit("rashid", color_scheme=scheme)
    rashid.goto("/network/")
    rashid.locator("#topics").get_by_text("Hvordan siger man, at man ses i morgen").first.click()
    rashid.wait_for_url("**/topics/**")
    topic = rashid.url
    words = rashid.locator(".spar__done .words")
    before = words.inner_text()
    rashid.locator(".spar__done").get_by_role("link", name="Sig til om det her").click()
    rashid.get_by_role("button", name="Det nævner nogen ved navn").click()
    expect(rashid.get_by_role("heading", name="Tak, fordi du sagde til")).to_be_visible()
    signe = visit("signe")
    signe.goto("/care/")
    signe.locator("#queue").get_by_text("En linje om, hvad der blev gjort").first.click()
    signe.locator("#hide_thing > summary").click()
    signe.locator("#hide_thing").get_by_role("button").last.click()
    rashid.goto(topic)
    expect(words).to_have_text("Her er noget skjult.")
    assert not violations(rashid)
    signe.locator("#let_stand > summary").click()
    signe.locator("#let_stand").get_by_role("button", name="Lad det stå").click()
    rashid.goto(topic)
    expect(words).to_have_text(before)


def test_a_worry_is_written_down_by_keyboard(visit):
    signe = visit("signe")
    signe.goto("/since-last/")
    keys = Keyboard(signe)
    keys.follow("Bekymringsnotater")
    keys.follow("Skriv en bekymring ned")
    keys.go("Hvem handler det om?")
    keys.type("Oliver")
    for label in ("Hvad bekymrer dig?", "Hvem får det at vide?", "Hvorfor dem?", "Hvad er det næste skridt?"):
        keys.go(label, "textbox")
        keys.type(f"Kanariefuglen er stille ({label})")
    keys.go("At læse det nu", "checkbox")
    keys.press("Space")
    keys.go("Hvor længe skal det vente?")
    keys.go("Hvad er faren?", "textbox")
    keys.type("Den flyver")
    # It is no danger after all: the tick goes, and with it what it asked for.
    keys.go("At læse det nu", "checkbox", back=True)
    keys.press("Space")
    expect(signe.get_by_label("Hvad er faren?")).to_be_hidden()
    keys.go("Gem", "button")
    with signe.expect_navigation():
        keys.press("Enter")
    expect(signe.get_by_text("Oliver kan læse det")).to_be_visible()
    keys = Keyboard(signe)
    keys.follow("Oliver")
    expect(signe.get_by_text("Kanariefuglen er stille (Hvad bekymrer dig?)")).to_be_visible()
    assert not violations(signe)
    oliver = visit("oliver")
    oliver.goto("/me/concerns/")
    keys = Keyboard(oliver)
    keys.follow("Fra Signe")
    judge(oliver, re.compile("Signe"))
    keys.go("Hvad mener du?", "textbox")
    keys.type("Kanariefuglen har det fint")
    keys.go("Læg det ved notatet", "button")
    with oliver.expect_navigation():
        keys.press("Enter")
    expect(oliver.get_by_text("Kanariefuglen har det fint")).to_be_visible()


def test_a_break_begins_and_ends_by_keyboard(visit):
    mikkel = visit("mikkel")
    mikkel.goto("/me/break/take/")
    keys = Keyboard(mikkel)
    keys.go("Begynd pausen", "button")
    with mikkel.expect_navigation():
        keys.press("Enter")
    judge(mikkel, "Du holder pause")
    # Wherever one goes, one meets this page, and help is open.
    mikkel.goto("/network/")
    judge(mikkel, "Du holder pause")
    keys = Keyboard(mikkel)
    keys.follow("Få hjælp nu")
    expect(mikkel.get_by_role("link", name="112").first).to_be_visible()
    mikkel.goto("/network/")
    keys = Keyboard(mikkel)
    keys.go("Kom tilbage", "button")
    with mikkel.expect_navigation():
        keys.press("Enter")
    expect(mikkel.get_by_text("Velkommen tilbage.")).to_be_visible()
    mikkel.goto("/network/")
    expect(mikkel.locator("a.ask")).to_be_visible()


def test_nothing_of_all_that_stands_in_the_log_of_the_site(visit, site):
    """Also what comes in through doors that refuse it."""
    amina = visit("amina")
    address = tell(amina, "Kanariefuglen flyver over byen")
    amina.goto(f"{address}?words=Kanariefuglen")
    amina.goto("/nowhere/kanariefuglen/")
    jonas = visit("jonas")
    jonas.goto(address)
    jonas.locator("article.post").get_by_role("link", name="Sig til om det her").click()
    jonas.locator("details > summary").filter(has_text="Vil du sige mere først?").click()
    jonas.get_by_label("Med dine egne ord").fill("Kanariefuglen bekymrer mig")
    jonas.get_by_role("button", name="Jeg er bekymret for nogen").click()
    expect(jonas.get_by_text("Kanariefuglen bekymrer mig")).to_be_visible()
    written = (SITES[site] / "log").read_text(errors="replace")
    assert "NExTWORK is at" in written
    assert "kanarie" in CANARIES
    assert lines_with_canaries(written) == []
