"""Everything that reading and plain posting need, in a browser that runs no scripts at all, on a phone."""

import re

import pytest
from playwright.sync_api import expect

from home.demo.people import DOMAIN
from tests.browser.conftest import SITES
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

QUESTION = "Hvad skete der på arbejdet i denne uge?"
#: Buttons whose deed is a script's, by what they are called.
SCRIPTS = ("Læs højt", "Emoji", "Vis", "Fed", "Lyd", "Optag", "Kopiér", "Del")


@pytest.fixture
def plain(visit):
    """A page of somebody's without scripts."""
    return lambda person="visitor": visit(person, java_script_enabled=False)


def nothing_dead(page):
    """Whatever can be pressed goes somewhere by itself: a button sends a form, a link has an address."""
    for button in page.locator("main button").locator("visible=true").all():
        how = button.evaluate("button => [button.type, Boolean(button.form), button.textContent.trim()]")
        assert how[0] == "submit", f"{how[2]} does nothing on {page.url}"
        assert how[1], f"{how[2]} sends nothing on {page.url}"
    for link in page.locator("main a").locator("visible=true").all():
        assert link.get_attribute("href") not in (None, "", "#"), f"{link.inner_text()} leads nowhere on {page.url}"
    for name in SCRIPTS:
        expect(page.locator("main").get_by_role("button", name=name, exact=True)).to_have_count(0)


def tell(page, words, kind="Erfaring", wish="Jeg vil gerne have råd"):
    page.goto("/network/")
    page.get_by_role("link", name=QUESTION).click()
    nothing_dead(page)
    page.get_by_label(QUESTION).fill(words)
    page.get_by_label(kind, exact=True).check()
    page.get_by_label(wish).check()
    page.get_by_role("button", name="Del det").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    return page.url.partition("?")[0]


def reply(page, words, kind=None):
    if kind:
        page.get_by_label(kind, exact=True).check()
    page.get_by_label("Svar kort").fill(words)
    page.get_by_role("button", name="Svar", exact=True).click()
    expect(page.locator(".reply", has_text=words)).to_be_in_viewport()


def test_home_board_paging_and_search_are_read(plain):
    page = plain("freja")
    nothing_dead(page)
    page.get_by_role("navigation").get_by_role("link", name="Netværk").locator("visible=true").click()
    nothing_dead(page)
    first = page.locator("#topics h3").first.inner_text()
    # The board goes on to what is older, until it ends.
    while (older := page.get_by_role("link", name="Ældre")).count():
        older.click()
        expect(page.locator("#topics h3").first).not_to_have_text(first)
    page.locator("#topics a").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    nothing_dead(page)
    page.goto("/search/")
    nothing_dead(page)
    page.get_by_label("Hvad leder du efter?").fill("pause")
    page.get_by_text("Afgræns").click()
    page.get_by_label("Hvor?").select_option("Torsdagsholdet")
    page.get_by_role("button", name="Søg", exact=True).click()
    expect(page.get_by_role("heading", name="Det fandt vi")).to_be_visible()
    nothing_dead(page)
    page.locator("#results .ways a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_long_topic_is_read_page_by_page(plain):
    page = plain("jonas")
    address = tell(page, "Et langt emne uden script")
    for number in range(1, 28):
        page.goto(address)
        page.get_by_label("Svar kort").fill(f"Linje {number}.")
        page.get_by_role("button", name="Svar", exact=True).click()
    reader = plain("freja")
    reader.goto(address)
    expect(reader.locator(".reply")).to_have_count(25)
    nothing_dead(reader)
    reader.get_by_role("button", name="Jeg har læst det").click()
    reader.get_by_role("link", name="Flere svar").click()
    expect(reader.get_by_text("Linje 27.")).to_be_visible()
    reader.get_by_role("link", name="Tidligere svar").click()
    expect(reader.get_by_text("Linje 1.")).to_be_visible()
    # Where one left off is where one begins.
    reader.goto("/network/")
    reader.get_by_role("link", name="Et langt emne uden script").click()
    assert reader.url.endswith("?at=26#post-26")
    expect(reader.get_by_text("Nyt siden sidst")).to_be_in_viewport()


@pytest.mark.parametrize("kind", ["Erfaring", "Noget at fejre", "Spørgsmål", "Forslag"])
def test_every_kind_of_topic_is_told(plain, kind):
    page = plain("freja")
    tell(page, f"Uden script: {kind}", kind)
    expect(page.locator(".post .chip", has_text=kind)).to_be_visible()
    nothing_dead(page)


def test_every_kind_of_answer_is_given_changed_and_taken_back(plain):
    freja, jonas = plain("freja"), plain("jonas")
    address = tell(freja, "Svar mig uden script")
    jonas.goto(address)
    nothing_dead(jonas)
    reply(jonas, "Jeg har prøvet det.", "Egen erfaring")
    reply(jonas, "Spørg Signe.", "Råd")
    own = jonas.locator(".reply", has_text="Spørg Signe.")
    own.get_by_role("link", name="Ret", exact=True).click()
    nothing_dead(jonas)
    jonas.locator("textarea").first.fill("Spørg Signe og Bo.")
    jonas.get_by_role("button", name="Gem ændringen").click()
    expect(jonas.locator(".reply", has_text="Spørg Signe og Bo.")).to_be_in_viewport()
    # The teller answers, too; what is taken back can be brought back.
    freja.goto(address)
    reply(freja, "Tak, det gør jeg.")
    jonas.goto(address)
    own = jonas.locator(".reply", has_text="Spørg Signe og Bo.")
    own.get_by_role("button", name="Tag tilbage").click()
    expect(jonas.get_by_text("Jonas har taget sit svar tilbage.")).to_be_visible()
    jonas.get_by_role("button", name="Fortryd").click()
    expect(own).to_be_visible()
    # A word of reaction, given and taken back; saved and let go; followed.
    other = jonas.locator(".reply", has_text="Tak, det gør jeg.")
    other.get_by_role("button", name="Det kender jeg").click()
    expect(other.get_by_role("button", name="Det kender jeg", pressed=True)).to_be_in_viewport()
    other.get_by_role("button", name="Det kender jeg").click()
    expect(other.get_by_role("button", name="Det kender jeg", pressed=False)).to_be_visible()
    other.get_by_role("button", name="Gem", exact=True).click()
    expect(other.get_by_role("button", name="Gemt")).to_be_in_viewport()
    jonas.get_by_text("Hvad får jeg besked om?").click()
    jonas.get_by_role("button", name="Hvert svar her").click()
    expect(jonas.get_by_text("Du følger med")).to_be_visible()


def test_a_letter_is_written_step_by_step(plain):
    freja, amina = plain("freja"), plain("amina")
    address = tell(freja, "Bevidn mig uden script")
    amina.goto(address)
    amina.get_by_role("link", name="Bevidn").click()
    words = amina.locator("section.witness__step:not([hidden]) textarea")

    def press(name, arrives):
        amina.get_by_role("button", name=name).locator("visible=true").click()
        expect(amina.get_by_text(arrives).locator("visible=true")).to_be_visible()
        nothing_dead(amina)

    nothing_dead(amina)
    words.fill("At du spurgte")
    press("Videre", "trin 2 af 4")
    press("Spring over", "trin 3 af 4")
    words.fill("Min første dag")
    press("Tilbage", "trin 2 af 4")
    words.fill("En åben dør")
    press("Videre", "trin 3 af 4")
    expect(words).to_have_value("Min første dag")
    press("Videre", "trin 4 af 4")
    press("Læs brevet", "Sådan bliver dit brev")
    amina.get_by_role("button", name="Send brevet").click()
    for said in ("At du spurgte", "En åben dør", "Min første dag"):
        expect(amina.locator(".letter-reply").get_by_text(said)).to_be_visible()
    # The teller answers below it.
    freja.goto(address)
    freja.get_by_text("Hvad hørte du?").click()
    freja.get_by_label("Dine ord til Amina").fill("At du så det.")
    freja.get_by_role("button", name="Svar på brevet").click()
    expect(freja.locator(".letter-reply").get_by_text("At du så det.")).to_be_visible()


def overfill(field, words):
    """More than the browser lets one type, as an older browser would."""
    field.evaluate("field => field.removeAttribute('maxlength')")
    field.fill(words)


def test_what_was_typed_survives_a_mistake(plain):
    page, too_long = plain("freja"), "x" * 121
    tell(page, "Fejl uden script")
    address = page.url
    page.get_by_label("Svar kort").fill("  ")
    page.get_by_role("button", name="Svar", exact=True).click()
    expect(page.locator("#answer .error").locator("visible=true").first).to_be_in_viewport()

    page.goto("/network/")
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_label(QUESTION).fill("Mange ord\nover to linjer")
    overfill(page.get_by_label("En overskrift"), too_long)
    page.get_by_label("Emneord").fill("kantine, vagt")
    page.get_by_label("Spørgsmål", exact=True).check()
    page.get_by_role("button", name="Del det").click()
    expect(page.locator(".error").locator("visible=true").first).to_be_visible()
    expect(page.get_by_label(QUESTION)).to_have_value("Mange ord\nover to linjer")
    expect(page.get_by_label("En overskrift")).to_have_value(too_long)
    expect(page.get_by_label("Emneord")).to_have_value("kantine, vagt")
    expect(page.get_by_label("Spørgsmål", exact=True)).to_be_checked()

    page.goto(address)
    page.get_by_role("link", name="Ret", exact=True).click()
    overfill(page.locator("[name=title]"), too_long)
    page.locator("[name=body]").fill("Helt nye ord")
    page.get_by_role("button", name="Gem ændringen").click()
    expect(page.locator(".error").locator("visible=true").first).to_be_visible()
    expect(page.locator("[name=body]")).to_have_value("Helt nye ord")
    page.get_by_role("link", name="Ikke nu").click()
    expect(page.get_by_role("heading", name="Fejl uden script")).to_be_visible()


@pytest.fixture
def code_for(site):
    """The latest code that was mailed to somebody; demo mails stand in the site's log."""
    log = SITES[site] / "log"

    def look(address, page):
        mail = re.compile(rf"To: {re.escape(address)}\n(?:.*\n)*?\n(?:.*\n)*?(\d{{6}})\n")
        # Mails go by a task of their own; each look at the page gives it time.
        for _ in range(50):
            if found := mail.findall(log.read_text()):
                return found[-1]
            page.reload()
        raise AssertionError(f"no code was mailed to {address}")

    return look


def test_going_out_and_coming_in_by_a_code(plain, code_for):
    page, address = plain("oliver"), f"oliver@{DOMAIN}"
    page.goto("/me/")
    nothing_dead(page)
    page.get_by_role("button", name="Log ud").click()
    page.goto("/saved/")
    expect(page).to_have_url(re.compile(r"/accounts/login/"))
    nothing_dead(page)
    page.get_by_label("Din mailadresse").fill(address)
    page.get_by_role("button", name="Send mig en kode").click()
    nothing_dead(page)
    page.get_by_label("De seks cifre").fill(code_for(address, page))
    page.get_by_role("button", name="Log ind").click()
    expect(page).to_have_url(re.compile(r"/saved/"))
    expect(page.get_by_role("heading", name="Gemt til senere")).to_be_visible()


def test_coming_in_by_invitation(plain, code_for):
    signe, noor, address = plain("signe"), plain(), "noor.uden.script@example.com"
    signe.goto("/me/")
    signe.locator('main a[href^="/members/"]').first.click()
    nothing_dead(signe)
    signe.locator('main a[href$="/invite/"]').click()
    nothing_dead(signe)
    signe.locator("[name=invited_name]").fill("Noor")
    signe.locator("main form .btn--main").click()
    nothing_dead(signe)
    noor.goto("/invitation/" + signe.locator("#link").input_value().split("/invitation/")[1])
    nothing_dead(noor)
    noor.locator("[name=display_name]").fill("Noor")
    noor.locator("[name=email]").fill(address)
    noor.locator("main form .btn--main").click()
    nothing_dead(noor)
    noor.locator("[name=code]").fill(code_for(address, noor))
    noor.locator("main form .btn--main").click()
    noor.goto("/network/")
    expect(noor.get_by_role("link", name=QUESTION)).to_be_visible()
