"""Writing that survives a reload, a crash, a lost net, an expired session and a second device, on a phone."""

import re
from contextlib import suppress
from urllib.parse import quote

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import PHONE, open_topic
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

TOPIC = "Hvem bestemmer, hvornår der er pause?"
SLOW = {"latency": 150, "downloadThroughput": 60_000, "uploadThroughput": 30_000}


class BadNet:
    """A bad mobile net, which can be lost and found: for the page and, by its context, for the service worker."""

    def __init__(self, page):
        self.context = page.context
        self.session = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.lose(False)

    def lose(self, lost=True):
        self.context.set_offline(lost)
        # The emulation that was asked for last counts, so this one must know as well.
        self.session.send("Network.emulateNetworkConditions", {"offline": lost, **SLOW})


def settled(page):
    """The draft's script has looked at the phone, and the service worker stands before the page."""
    expect(page.locator("form[data-draft-ready]").first).to_be_attached()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def kept_page(page):
    """Waits until the phone keeps the page one is on."""
    page.wait_for_function(
        """async () => {
             for (const name of await caches.keys()) if (name.startsWith("nextwork-kept-")) {
               const cache = await caches.open(name);
               if (await cache.match(location.pathname + location.search)) return true;
             }
             return false;
           }"""
    )


def on_phone(page):
    """How many drafts and pages the phone holds."""
    return page.evaluate(
        """async () => {
             const open = indexedDB.open("nextwork-drafts", 1);
             const drafts = await new Promise((resolve) => {
               open.onupgradeneeded = () => open.result.createObjectStore("drafts", { keyPath: "id" });
               open.onsuccess = () => {
                 const all = open.result.transaction("drafts").objectStore("drafts").getAll();
                 all.onsuccess = () => {
                   open.result.close();
                   resolve(all.result.filter(({ key }) => key !== "device"));
                 };
               };
             });
             const pages = (await caches.keys()).filter((name) => name.startsWith("nextwork-kept-"));
             return [drafts.length, pages.length];
           }"""
    )


def write_under(page, title=TOPIC):
    open_topic(page, title)
    settled(page)
    return re.sub(r"[?#].*", "", page.url)


def tell(page, words):
    """A topic of one's own, so that tests do not meet in one."""
    page.goto("/network/")
    page.locator("a.ask").click()
    settled(page)
    page.get_by_label("Hvad skete der på arbejdet i denne uge?").fill(words)
    page.get_by_role("button", name="Del det").click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()
    return page.url.partition("?")[0]


def words_now(page):
    return page.locator("section.witness__step:not([hidden]) textarea")


def saved(page):
    expect(page.locator("form[data-draft-state='saved']").first).to_be_attached()


def test_a_letter_on_a_bad_net(visit):
    freja, amina = visit("freja"), visit("amina")
    address = tell(freja, "Jeg spurgte, hvor stolen stod.")
    amina.goto(address)
    settled(amina)
    net = BadNet(amina)
    amina.get_by_role("link", name="Bevidn").click()
    settled(amina)
    words_now(amina).fill("At du spurgte.")
    amina.get_by_role("button", name="Videre").locator("visible=true").click()
    words_now(amina).fill("En stol i et hjørne.")
    amina.get_by_role("button", name="Videre").locator("visible=true").click()
    saved(amina)
    kept_page(amina)

    # In the middle of step 3 the net is gone, and then the page is, too.
    net.lose()
    words_now(amina).fill("Min første dag på lageret.")
    expect(amina.get_by_text("Gemt på telefonen. Du er uden net.").first).to_be_visible()
    amina.reload()
    expect(amina.locator("body")).to_have_attribute("data-kept", "")
    expect(words_now(amina)).to_have_value("Min første dag på lageret.")
    expect(amina.get_by_text("trin 3 af 4").locator("visible=true")).to_be_visible()
    amina.get_by_role("button", name="Videre").locator("visible=true").click()
    words_now(amina).fill("Jeg spørger i morgen.")
    amina.get_by_role("button", name="Læs brevet").click()

    # Sending without net: the page stays, and sends by itself when the net is back.
    amina.get_by_role("button", name="Send brevet").click()
    expect(amina.get_by_text("bliver sendt, når nettet er tilbage").first).to_be_visible()
    net.lose(False)
    amina.wait_for_url("**/topics/*/?at=*")
    letters = amina.locator(".letter-reply")
    expect(letters).to_have_count(1)
    for words in ("At du spurgte.", "En stol i et hjørne.", "Min første dag på lageret.", "Jeg spørger i morgen."):
        expect(letters.get_by_text(words)).to_be_visible()
    assert on_phone(amina) == [0, 0]

    freja.reload()
    expect(freja.locator(".letter-reply")).to_have_count(1)
    expect(freja.locator(".letter-reply").get_by_text("Min første dag på lageret.")).to_be_visible()
    amina.goto("/drafts/")
    expect(amina.get_by_text("Ingen kladder.")).to_be_visible()


def test_one_form_sent_by_two_pages_at_once_posts_once(visit):
    freja, jonas = visit("freja"), visit("jonas")
    address = tell(freja, "To tryk på samme knap.")
    jonas.goto(address)
    settled(jonas)
    jonas.get_by_label("Svar kort").fill("Kun én gang")
    saved(jonas)
    twin = jonas.context.new_page()
    twin.goto(address)
    settled(twin)
    expect(twin.get_by_label("Svar kort")).to_have_value("Kun én gang")
    # Both pages hold one form; four taps race.
    twice = "() => [1, 2].forEach(() => document.querySelector('#answer .btn--main').click())"
    jonas.evaluate(twice)
    twin.evaluate(twice)
    # Whichever is first leads to the answer; the other is led there too, or says that it is sent already.
    for page in (jonas, twin):
        page.wait_for_function(
            "() => location.search.includes('at=') || document.body.innerText.includes('Det er allerede sendt.')"
        )
    jonas.goto(address)
    expect(jonas.locator("article.reply").get_by_text("Kun én gang")).to_have_count(1)


def test_a_send_whose_answer_was_lost_arrives_once(visit):
    freja, amina = visit("freja"), visit("amina")
    address = tell(freja, "Svaret kom aldrig frem.")
    amina.goto(address)
    settled(amina)
    amina.get_by_label("Svar kort").fill("Var det mig?")
    saved(amina)

    def lose(route):
        route.fetch()
        route.abort()

    amina.route("**/reply/", lose)
    amina.get_by_role("button", name="Svar", exact=True).click()
    expect(amina.get_by_text("bliver sendt, når nettet er tilbage").first).to_be_visible()
    amina.unroute("**/reply/")
    amina.reload()
    settled(amina)
    expect(amina.get_by_text("Det er allerede sendt.").first).to_be_visible()
    expect(amina.get_by_label("Svar kort")).to_have_value("")
    expect(amina.locator("article.reply").get_by_text("Var det mig?")).to_have_count(1)


def test_a_crash_costs_nothing(visit):
    amina = visit("amina")
    address = write_under(amina)
    amina.get_by_label("Svar kort").fill("Halvvejs i en sætning")
    saved(amina)
    context = amina.context
    amina.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("Svar kort")).to_have_value("Halvvejs i en sætning")
    # It lies under "Me" as well, goes with one tap and comes back with another.
    again.goto("/drafts/")
    expect(again.get_by_text("Halvvejs i en sætning")).to_be_visible()
    again.get_by_role("button", name="Slet").first.click()
    expect(again.get_by_text("Kladden er slettet.")).to_be_visible()
    again.get_by_role("button", name="Fortryd").click()
    expect(again.get_by_text("Halvvejs i en sætning")).to_be_visible()
    again.get_by_role("button", name="Slet").first.click()
    again.goto(address)
    settled(again)
    expect(again.get_by_label("Svar kort")).to_have_value("")


def test_a_session_that_ran_out_loses_no_words_and_nobody_else_finds_them(visit):
    amina = visit("amina")
    address = write_under(amina)
    amina.context.clear_cookies()
    amina.get_by_label("Svar kort").fill("Jeg var logget ud")
    expect(amina.get_by_text("Du er logget ud.").first).to_be_visible()
    back = quote(amina.evaluate("location.pathname + location.search"), safe="")
    expect(amina.get_by_role("link", name="Log ind igen")).to_have_attribute("href", f"/accounts/login/?next={back}")
    assert on_phone(amina)[0] == 1
    sign_in(amina, "amina")
    amina.goto(address)
    expect(amina.get_by_label("Svar kort")).to_have_value("Jeg var logget ud")
    saved(amina)

    # Somebody else on the same phone: neither offered nor left behind.
    amina.context.clear_cookies()
    sign_in(amina, "jonas")
    amina.wait_for_function("async () => (await caches.keys()).every((name) => !name.startsWith('nextwork-kept-'))")
    assert on_phone(amina) == [0, 0]
    amina.goto(address)
    settled(amina)
    expect(amina.get_by_label("Svar kort")).to_have_value("")
    amina.context.set_offline(True)
    amina.reload()
    expect(amina.get_by_text("Jeg var logget ud")).to_have_count(0)


def sign_in(page, person):
    page.goto("/demo/")
    page.locator(f'button[name="person"][value="{person}"]').click()
    page.wait_for_url("**/since-last/")


def test_signing_out_empties_the_phone(visit):
    amina = visit("amina")
    address = write_under(amina)
    amina.get_by_label("Svar kort").fill("Kun for mig")
    saved(amina)
    kept_page(amina)
    assert on_phone(amina) == [1, 1]
    amina.goto("/me/")
    amina.get_by_role("button", name="Log ud").click()
    amina.wait_for_url(lambda url: "/me/" not in url)
    assert on_phone(amina) == [0, 0]
    amina.go_back(wait_until="load")
    expect(amina.get_by_text("Kun for mig")).to_have_count(0)
    amina.context.set_offline(True)
    # The browser's own page comes, where no worker is left.
    with suppress(Error):
        amina.goto(address)
    amina.wait_for_load_state()
    expect(amina.get_by_text("Kun for mig")).to_have_count(0)
    expect(amina.get_by_text(TOPIC)).to_have_count(0)


def test_two_devices_and_a_calm_choice(visit):
    phone, school = visit("mikkel"), visit("mikkel")
    address = write_under(phone)
    school.goto(address)
    settled(school)
    phone.get_by_label("Svar kort").fill("Fra telefonen")
    saved(phone)
    school.get_by_label("Svar kort").fill("Fra skolens computer")
    choice = school.locator(".draft__choice")
    expect(choice.get_by_text("Fra telefonen")).to_be_visible()
    expect(choice.get_by_text("Fra skolens computer")).to_be_visible()
    school.get_by_role("button", name="Tag det andet").click()
    expect(school.get_by_label("Svar kort")).to_have_value("Fra telefonen")
    school.get_by_text("Den anden tekst").click()
    expect(school.get_by_text("Fra skolens computer")).to_be_visible()
    # It goes the other way round, too, and sending does not go past the question.
    school.get_by_label("Svar kort").fill("Fra telefonen og videre")
    saved(school)
    phone.get_by_label("Svar kort").fill("Noget helt andet")
    phone.get_by_role("button", name="Svar", exact=True).click()
    expect(phone.locator(".draft__choice").get_by_text("Fra telefonen og videre")).to_be_visible()
    phone.get_by_role("button", name="Behold det her").click()
    saved(phone)
    phone.get_by_role("button", name="Svar", exact=True).click()
    expect(phone.locator("article.reply").get_by_text("Noget helt andet")).to_have_count(1)


def test_a_page_that_is_not_kept_says_so_and_whom_to_call(visit):
    amina = visit("amina")
    amina.goto("/network/")
    amina.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # A page that was on its way while the worker began has none before it; the next one has.
    amina.reload()
    amina.wait_for_function("() => navigator.serviceWorker.controller !== null")
    amina.context.set_offline(True)
    amina.goto("/since-last/")
    expect(amina.get_by_role("heading", name="Du er uden net")).to_be_visible()
    expect(amina.get_by_role("link", name="Ring 112")).to_be_visible()
    amina.context.set_offline(False)
    amina.get_by_role("link", name="Prøv igen").click()
    expect(amina.get_by_role("link", name="Få hjælp nu")).to_be_visible()
    # Nothing private was kept on the way.
    kept = amina.evaluate(
        """async () => {
             const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
             const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
             return requests.map(({ url }) => new URL(url).pathname);
           }"""
    )
    assert kept
    assert all(path == "/offline/" or path.startswith("/static/") for path in kept)


def test_a_whole_letter_by_keyboard(visit):
    freja, jonas = visit("freja"), visit("jonas")
    address = tell(freja, "Kun med tasterne.")
    jonas.goto(address + "witness/")
    settled(jonas)
    for number, words in enumerate(("Ord", "Billede", "Genklang", "Videre"), 1):
        words_now(jonas).focus()
        jonas.keyboard.type(words)
        name = "Videre" if number < 4 else "Læs brevet"
        for _ in range(6):
            jonas.keyboard.press("Tab")
            if jonas.evaluate("document.activeElement.textContent.trim()") == name:
                break
        jonas.keyboard.press("Enter")
    expect(jonas.get_by_role("heading", name="Sådan bliver dit brev")).to_be_focused()
    for _ in range(6):
        jonas.keyboard.press("Tab")
        if jonas.evaluate("document.activeElement.textContent.trim()") == "Send brevet":
            break
    jonas.keyboard.press("Enter")
    expect(jonas.locator(".letter-reply").get_by_text("Genklang", exact=True)).to_be_visible()
    # Undo, which a script has put beside the letter, gives it back.
    expect(jonas.locator("[data-there]")).to_be_visible()
    jonas.get_by_role("button", name="Fortryd").click()
    expect(jonas.get_by_role("heading", name="Sådan bliver dit brev")).to_be_visible()
    expect(jonas.locator("main .letter").get_by_text("Genklang", exact=True)).to_be_visible()
    freja.goto(address)
    expect(freja.locator(".letter-reply")).to_have_count(0)


def test_without_scripts_each_step_is_kept(visit):
    freja = visit("freja")
    address = tell(freja, "Uden script.")
    amina = visit("amina", java_script_enabled=False, viewport=PHONE)
    amina.goto(address + "witness/")
    words_now(amina).fill("At du turde")
    amina.get_by_role("button", name="Videre").locator("visible=true").click()
    amina.goto("/drafts/")
    expect(amina.get_by_text("At du turde")).to_be_visible()
    amina.goto(address + "witness/")
    expect(amina.get_by_text("Her er, hvad du havde begyndt.")).to_be_visible()
    expect(amina.get_by_text("trin 2 af 4").locator("visible=true")).to_be_visible()
