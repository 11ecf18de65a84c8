"""Photos and a voice clip on a phone: over a net that breaks, across a reload, refused, by keyboard, and by ear."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect, sync_playwright

from tests.browser.axe import violations
from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

QUESTION = "Hvad skete der på arbejdet i denne uge?"
#: A file has time to be cleaned by a server that shares this machine with the browser.
PATIENCE = 30_000
#: An SVG that says it is a photo.
HOSTILE = {
    "name": "photo.jpg",
    "mimeType": "image/jpeg",
    "buffer": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>',
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """With a microphone that beeps, and a yes to it."""
    listening = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *listening])
        yield browser
        browser.close()


def photo(width: int = 1200, height: int = 900) -> dict[str, str | bytes]:
    """Noise, which no codec makes small: more than one piece."""
    file = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "JPEG", quality=85)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def tell(page: Page, words: str) -> None:
    page.goto("/network/")
    page.locator("a.ask").click()
    page.get_by_label(QUESTION).fill(words)


def choose(page: Page, *files: dict) -> None:
    page.get_by_label("Billede", exact=True).set_input_files(list(files))


def tile(page: Page, number: int = 0) -> Locator:
    return page.locator(".attach__tile").nth(number)


def expect_state(tile: Locator, state: str) -> None:
    expect(tile).to_have_attribute("data-state", state, timeout=PATIENCE)


def cut(page: Page, after: int = 0) -> None:
    """Pieces go astray, after so many that arrive."""
    left = [after]

    def lose(route):
        left[0] -= 1
        route.continue_() if left[0] >= 0 else route.abort()

    page.route("**/files/*/bytes/**", lose)


def mend(page: Page) -> None:
    page.unroute("**/files/*/bytes/**")


def record(page: Page, until: str = "0.02") -> None:
    """Record until so much has passed; the recording goes on."""
    page.get_by_role("button", name="Lyd", exact=True).click()
    page.get_by_role("button", name="Optag", exact=True).click()
    expect(page.get_by_role("timer")).to_contain_text(until, timeout=PATIENCE)


def share(page: Page) -> None:
    page.get_by_role("button", name="Del det").click()


def expect_told(page: Page, words: str) -> Locator:
    expect(page.get_by_role("heading", name=words)).to_be_visible(timeout=PATIENCE)
    return page.locator("#main")


def test_a_photo_and_a_clip_arrive_once_over_a_net_that_breaks(visit):
    freja = visit("freja")
    tell(freja, "Jeg lavede kaffe til alle.")
    cut(freja, after=1)
    choose(freja, photo())
    expect(tile(freja)).to_contain_text("Ikke sendt endnu. Vi prøver igen.", timeout=PATIENCE)
    tile(freja).get_by_label("Hvad ser man på billedet?").fill("Ti kopper på en bakke")
    record(freja)

    # She shares while it is still recording and the net is away: it waits, and says so.
    share(freja)
    expect(freja.locator(".attach__wait")).to_contain_text("Vi deler det hele, så snart det er fremme.")
    expect(freja.get_by_label(QUESTION)).to_have_value("Jeg lavede kaffe til alle.")

    mend(freja)
    # It tries again by itself, and may be quicker than she is.
    with suppress(TimeoutError):
        freja.get_by_role("button", name="Prøv nu").first.click(timeout=3_000)
    told = expect_told(freja, "Jeg lavede kaffe til alle.")
    expect(told.get_by_role("img", name="Ti kopper på en bakke")).to_have_count(1)
    expect(told.locator("audio")).to_have_count(1)

    jonas = visit("jonas")
    jonas.goto("/network/")
    expect(jonas.get_by_text("Jeg lavede kaffe til alle.")).to_have_count(1)
    jonas.goto(freja.url)
    expect(jonas.get_by_role("img", name="Ti kopper på en bakke")).to_have_count(1)
    # Nothing of it waits for her next words.
    freja.goto(freja.url)
    tell(freja, "")
    expect(freja.locator(".attach__tools")).to_be_visible()
    expect(freja.locator(".attach__tile")).to_have_count(0)


def test_a_reload_in_the_middle_goes_on_by_itself(visit):
    freja = visit("freja")
    tell(freja, "Midt i det hele.")
    cut(freja, after=1)
    choose(freja, photo())
    expect_state(tile(freja), "waiting")
    tile(freja).get_by_label("Hvad ser man på billedet?").fill("En trappe")
    begun = []
    freja.on("request", lambda request: begun.append(request.url) if "/bytes/" in request.url else None)
    mend(freja)
    freja.reload()
    expect_state(tile(freja), "ready")
    # It went on, and did not begin again.
    assert "offset=0" not in begun[0]
    expect(freja.get_by_label(QUESTION)).to_have_value("Midt i det hele.")
    expect(tile(freja).get_by_label("Hvad ser man på billedet?")).to_have_value("En trappe")
    # And what is ready stays through the next one.
    freja.reload()
    expect_state(tile(freja), "ready")
    expect(freja.locator(".attach__tile")).to_have_count(1)
    share(freja)
    expect(expect_told(freja, "Midt i det hele.").get_by_role("img", name="En trappe")).to_have_count(1)


def test_a_refused_file_says_why_and_the_words_stay(visit):
    freja = visit("freja")
    tell(freja, "Mine ord bliver stående.")
    choose(freja, HOSTILE)
    expect_state(tile(freja, 0), "refused")
    sentence = tile(freja, 0).locator(".error[data-when=refused]").inner_text()
    assert len(sentence.split()) > 4
    expect(freja.locator(".attach [role=status]").last).to_contain_text(sentence.strip())
    choose(freja, photo(400, 300))
    expect_state(tile(freja, 1), "ready")
    expect(freja.get_by_label(QUESTION)).to_have_value("Mine ord bliver stående.")
    share(freja)
    told = expect_told(freja, "Mine ord bliver stående.")
    expect(told.locator("img[src^='/files/']")).to_have_count(1)


def test_what_hangs_can_be_left_out(visit):
    freja = visit("freja")
    tell(freja, "Så deler jeg det uden.")
    cut(freja)
    choose(freja, photo())
    expect_state(tile(freja), "waiting")
    share(freja)
    freja.get_by_role("button", name="Skriv videre").click()
    expect(freja.get_by_role("button", name="Del det")).to_be_focused()
    share(freja)
    freja.get_by_role("button", name="Del uden det").click()
    told = expect_told(freja, "Så deler jeg det uden.")
    expect(told.locator("img[src^='/files/']")).to_have_count(0)


def test_undoing_what_was_shared_gives_the_photo_back_with_the_words(visit):
    freja = visit("freja")
    tell(freja, "Det var for tidligt.")
    choose(freja, photo(640, 480))
    expect_state(tile(freja), "ready")
    tile(freja).get_by_label("Hvad ser man på billedet?").fill("En kaffemaskine")
    share(freja)
    expect_told(freja, "Det var for tidligt.")
    freja.locator(".toast").get_by_role("button", name="Fortryd").click()
    expect(freja.get_by_label(QUESTION)).to_have_value("Det var for tidligt.")
    expect_state(tile(freja), "ready")
    expect(freja.locator(".attach__tile")).to_have_count(1)
    expect(tile(freja).get_by_label("Hvad ser man på billedet?")).to_have_value("En kaffemaskine")
    share(freja)
    told = expect_told(freja, "Det var for tidligt.")
    expect(told.get_by_role("img", name="En kaffemaskine")).to_have_count(1)


def test_an_undo_is_not_overtaken_by_the_news_of_it(visit):
    """The open page hears that its topic is gone before the answer to the form comes, which leads back to the words."""
    freja = visit("freja")
    tell(freja, "Det var lidt for tidligt.")
    share(freja)
    expect_told(freja, "Det var lidt for tidligt.")
    expect(freja.locator("body")).to_have_attribute("data-live-state", "open")
    held = []
    freja.route("**/undo/", lambda route: held.append((route, route.fetch(max_redirects=0))))
    with freja.expect_response(lambda answer: answer.status == 404):
        freja.locator(".toast").get_by_role("button", name="Fortryd").click(no_wait_after=True)
    (route, answer) = held.pop()
    route.fulfill(response=answer)
    expect(freja.get_by_label(QUESTION)).to_have_value("Det var lidt for tidligt.")


def test_a_huge_photo_is_made_small_before_it_costs_anything(visit):
    freja = visit("freja")
    tell(freja, "Stort billede.")
    huge = photo(3000, 2000)
    with freja.expect_request(lambda request: request.url.endswith("/files/")) as begun:
        choose(freja, huge)
    announced = int(re.search(r"size=(\d+)", begun.value.post_data)[1])
    assert announced < len(huge["buffer"]) / 1.5
    expect_state(tile(freja), "ready")
    share(freja)
    told = expect_told(freja, "Stort billede.")
    told.locator("a[href^='/files/']").click()
    assert freja.locator("main img").get_attribute("width") == "2048"


def test_an_answer_a_letter_and_a_change_carry_files_too(visit):
    freja, amina = visit("freja"), visit("amina")
    tell(freja, "Bare lyt.")
    freja.get_by_label("Bare lyt").check()
    choose(freja, photo(300, 200), photo(301, 200))
    expect_state(tile(freja, 1), "ready")
    share(freja)
    expect_told(freja, "Bare lyt.")
    topic = freja.url

    amina.goto(topic)
    amina.get_by_role("link", name="Bevidn").click()
    amina.get_by_role("textbox").first.fill("Du bad os lytte.")
    for button in ("Videre", "Videre", "Videre", "Læs brevet", "Send brevet"):
        amina.get_by_role("button", name=button).locator("visible=true").click()
    amina.wait_for_url(re.compile(r"/topics/\d+/\?at="))

    freja.goto(topic)
    freja.locator("details.answer-letter summary").click()
    letter = freja.locator("details.answer-letter")
    letter.get_by_label("Billede", exact=True).set_input_files([photo(302, 200)])
    expect_state(letter.locator(".attach__tile"), "ready")
    letter.get_by_role("button", name="Svar på brevet").click()
    expect(freja.locator(".reply--answer img[src^='/files/']")).to_have_count(1)

    # What hangs stands on the edit page, and is taken away with the change and not before.
    freja.goto(topic)
    freja.locator(".post").get_by_role("link", name="Ret").click()
    expect_state(tile(freja, 1), "ready")
    tile(freja, 0).get_by_role("button", name="Fjern").click()
    amina.goto(topic)
    expect(amina.locator(".post img[src^='/files/']")).to_have_count(2)
    freja.get_by_role("button", name="Gem ændringen").click()
    freja.wait_for_url(re.compile(r"/topics/\d+/"))
    amina.goto(topic)
    expect(amina.locator(".post img[src^='/files/']")).to_have_count(1)


def test_files_that_a_draft_gives_back_stand_as_tiles(visit):
    freja = visit("freja")
    tell(freja, "Kladde.")
    choose(freja, photo(300, 200))
    expect_state(tile(freja), "ready")
    uuid = freja.locator("input[name=files]").input_value()
    with freja.expect_request_finished(lambda sent: "En+bakke" in (sent.post_data or "")):
        tile(freja).get_by_label("Hvad ser man på billedet?").fill("En bakke")
    # The tab has forgotten; the draft has not.
    freja.evaluate("sessionStorage.clear()")
    freja.reload()
    expect_state(tile(freja), "ready")
    expect(tile(freja).get_by_label("Hvad ser man på billedet?")).to_have_value("En bakke")
    expect(freja.locator("input[name=files]")).to_have_count(1)
    expect(freja.locator(f'[name="description-{uuid}"]')).to_have_count(1)


def test_a_voice_alone_is_enough(visit):
    freja = visit("freja")
    tell(freja, "")
    record(freja)
    freja.get_by_role("button", name="Stop").click()
    expect_state(tile(freja), "ready")
    share(freja)
    freja.wait_for_url(re.compile(r"/topics/\d+/"))
    expect(freja.locator("#main audio")).to_have_count(1)


def test_a_recording_survives_a_reload_and_can_be_heard_used_or_thrown_away(visit):
    freja = visit("freja")
    tell(freja, "Optaget.")
    record(freja, until="0.03")
    freja.reload()
    found = tile(freja)
    expect(found).to_contain_text("Du havde en optagelse i gang.", timeout=PATIENCE)
    found.get_by_role("button", name="Lyt").click()
    expect(found.get_by_role("button", name="Pause")).to_be_visible()
    # Nothing is sent before she says so.
    assert freja.locator("input[name=files]").count() == 0
    found.get_by_role("button", name="Brug den").click()
    expect_state(found, "ready")
    found.get_by_role("button", name="Fjern").click()
    found.get_by_role("button", name="Fortryd").click()
    expect_state(found, "ready")
    found.get_by_role("button", name="Fjern").click()
    assert freja.locator("input[name=files]").count() == 0


def test_another_call_for_the_microphone_keeps_what_was_said(visit):
    freja = visit("freja")
    tell(freja, "Telefonen ringede.")
    freja.evaluate(
        """() => {
          const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getUserMedia = async (what) => (window.stream = await ask(what));
        }"""
    )
    record(freja)
    freja.evaluate("stream.getAudioTracks()[0].dispatchEvent(new Event('mute'))")
    expect(freja.locator(".attach__recorder")).to_contain_text("Noget andet skulle bruge mikrofonen.")
    freja.get_by_role("button", name="Fortsæt").click()
    freja.evaluate("stream.getAudioTracks()[0].dispatchEvent(new Event('ended'))")
    expect(tile(freja)).to_contain_text("Noget andet tog mikrofonen.")
    expect_state(tile(freja), "ready")


def test_it_stops_by_itself_at_two_minutes(visit):
    freja = visit("freja")
    tell(freja, "To minutter.")
    freja.clock.install()
    freja.get_by_role("button", name="Lyd", exact=True).click()
    freja.get_by_role("button", name="Optag", exact=True).click()
    freja.get_by_role("button", name="Stop").wait_for()
    freja.clock.run_for(109_000)
    expect(freja.get_by_text("10 sekunder tilbage.")).to_be_hidden()
    freja.clock.run_for(2_000)
    # Shown, and said.
    expect(freja.get_by_text("10 sekunder tilbage.")).to_have_count(2)
    freja.clock.run_for(10_000)
    expect(tile(freja)).to_contain_text("Den stoppede efter 2 minutter. Alt, du sagde, er gemt.")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("NotAllowedError", "Browseren må ikke bruge mikrofonen."),
        ("NotFoundError", "Vi kan ikke finde en mikrofon."),
        ("NotReadableError", "Noget andet bruger mikrofonen."),
    ],
)
def test_without_a_microphone_it_says_how_to_go_on(visit, fault, sentence):
    freja = visit("freja")
    tell(freja, "Uden mikrofon.")
    freja.evaluate(
        "fault => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', fault); }; }", fault
    )
    freja.get_by_role("button", name="Lyd", exact=True).click()
    freja.get_by_role("button", name="Optag", exact=True).click()
    expect(freja.locator(".attach__recorder").get_by_text(sentence)).to_be_visible()
    expect(freja.get_by_role("button", name="Prøv igen")).to_be_focused()
    with freja.expect_file_chooser():
        freja.get_by_role("button", name="Vælg en lydfil").click()


def test_everything_by_keyboard(visit):
    freja = visit("freja")
    tell(freja, "Kun tasterne.")
    press = freja.keyboard.press
    press("Tab")
    expect(freja.get_by_label("Billede", exact=True)).to_be_focused()
    press("Tab")
    expect(freja.get_by_role("button", name="Lyd", exact=True)).to_be_focused()
    press("Enter")
    expect(freja.get_by_role("button", name="Optag", exact=True)).to_be_focused()
    press("Enter")
    expect(freja.get_by_role("button", name="Pause")).to_be_focused()
    expect(freja.get_by_role("timer")).to_contain_text("0.01", timeout=PATIENCE)
    press("Space")
    expect(freja.get_by_role("button", name="Fortsæt")).to_be_focused()
    press("Tab")
    expect(freja.get_by_role("button", name="Stop")).to_be_focused()
    press("Enter")
    expect(freja.get_by_role("button", name="Lyt")).to_be_focused()
    expect_state(tile(freja), "ready")
    expect(freja.locator(".attach [role=status]").last).to_have_text("Lyd: Klar")
    press("Shift+Tab")
    expect(freja.get_by_role("button", name="Fjern")).to_be_focused()
    press("Enter")
    expect(freja.get_by_role("button", name="Fortryd")).to_be_focused()
    press("Enter")
    expect(freja.get_by_role("button", name="Fjern")).to_be_focused()
    expect_state(tile(freja), "ready")


def test_another_person_finds_nothing_in_the_same_browser(visit):
    page = visit("freja")
    tell(page, "")
    cut(page)
    choose(page, photo())
    expect_state(tile(page), "waiting")
    assert "nextwork-files" in kept(page)
    # Freja goes without signing out, and Amina sits down.
    page.goto("/demo/")
    page.locator('button[name="person"][value="amina"]').click()
    page.wait_for_url("**/since-last/")
    page.wait_for_function("async () => !(await indexedDB.databases()).some(({ name }) => name === 'nextwork-files')")
    tell(page, "")
    expect(page.locator(".attach__tools")).to_be_visible()
    expect(page.locator(".attach__tile")).to_have_count(0)


def test_signing_out_leaves_nothing(visit):
    page = visit("freja")
    tell(page, "")
    cut(page)
    choose(page, photo())
    expect_state(tile(page), "waiting")
    page.goto("/me/")
    page.get_by_role("button", name="Log ud").last.click()
    page.wait_for_url("**/")
    assert kept(page) == []


def kept(page: Page) -> list[str]:
    return page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name)")


def test_a_picture_without_javascript(visit):
    freja = visit("freja", java_script_enabled=False)
    tell(freja, "Uden script.")
    freja.get_by_label("Billeder eller en lydfil").set_input_files([photo(400, 300)])
    share(freja)
    expect(expect_told(freja, "Uden script.").locator("img[src^='/files/']")).to_have_count(1)


def test_where_less_motion_is_asked_for_nothing_moves_but_the_clock(visit):
    freja = visit("freja", reduced_motion="reduce")
    tell(freja, "")
    record(freja, until="0.01")
    expect(freja.locator(".attach__recorder canvas")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_in_any_state(visit, viewport, scheme):
    freja = visit("freja", viewport=viewport, color_scheme=scheme)
    tell(freja, "Alle tilstande.")
    judge(freja)
    choose(freja, photo(300, 200), HOSTILE)
    expect_state(tile(freja, 0), "ready")
    expect_state(tile(freja, 1), "refused")
    cut(freja)
    choose(freja, photo(301, 200))
    expect_state(tile(freja, 2), "waiting")
    share(freja)
    judge(freja)
    freja.get_by_role("button", name="Skriv videre").click()
    tile(freja, 1).get_by_role("button", name="Fjern").click()
    mend(freja)
    record(freja, until="0.01")
    judge(freja)
    freja.get_by_role("button", name="Pause").click()
    judge(freja)
    freja.get_by_role("button", name="Stop").click()
    freja.get_by_role("button", name="Lyt").click()
    judge(freja)


def judge(page: Page) -> None:
    """axe, nothing wider than the screen, and every button as large as a thumb."""
    found = violations(page)
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    small = "els => els.filter(e => e.offsetParent && e.offsetHeight < 44).map(e => e.outerHTML.slice(0, 100))"
    assert page.eval_on_selector_all(".attach .btn", small) == []
