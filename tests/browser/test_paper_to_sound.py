"""From paper to sound in one go: the sheet is printed, a phone's camera reads the code, and one tap plays the clip."""

import re
import subprocess

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.browser.conftest import DESK, SITES
from tests.browser.planted import plant, take_back
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium", "zbarimg")]

#: A bad photocopy, an office printer, a good one.
DOTS = (100, 150, 300)


@pytest.fixture(scope="module")
def sheet(site, chromium, tmp_path_factory):
    """The print sheet of an edition with all seven clips, as the printer gets it."""
    return printed(site, chromium, tmp_path_factory.mktemp("paper") / "sheet.pdf")


@pytest.fixture(scope="module")
def long_clip(site, sheet):
    """A clip of forty seconds. Other tests find the site as it was: the sheet is printed before, and it goes after."""
    planted = plant(SITES[site])
    yield planted
    take_back(SITES[site], planted)


def printed(site, chromium, file, only=""):
    """Karla prints an edition of every voice that may stand on paper, or of the one that is named with this."""
    context = chromium.new_context(base_url=site, viewport=DESK, locale="da-DK")
    page = context.new_page()
    page.goto("/demo/")
    page.locator('button[name="person"][value="karla"]').click()
    page.wait_for_url("**/since-last/")
    page.goto("/editions/")
    page.get_by_label("Hvad trykkes?").fill("Brochure til prøven")
    page.get_by_role("button", name="Begynd på det").click()
    voices = page.get_by_role("group", name="Hvilke stemmer?").get_by_role("checkbox", name=only)
    for box in voices.all():
        box.check()
    page.get_by_role("button", name="Gem oplaget").click()
    page.get_by_role("link", name="Ark til tryk").click()
    page.wait_for_url("**/sheet/")
    file.write_bytes(page.pdf(format="A4", print_background=True))
    context.close()
    return file


def rasterised(file, dots):
    return [page.render(scale=dots / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(file)]


def read_by_zbar(pictures, folder):
    """What zbar makes of them: the other reader that phones are built on."""
    for number, picture in enumerate(pictures):
        picture.save(folder / f"{number}.png")
    files = sorted(map(str, folder.glob("*.png")))
    return subprocess.run(["zbarimg", "-q", "--raw", *files], capture_output=True, text=True, check=True).stdout.split()


def heard(page, seconds):
    """Wait until the sound has come this far."""
    page.locator("audio").evaluate(
        """(sound, least) => new Promise((done) => {
            const look = () => (sound.currentTime > least && !sound.seeking ? done() : setTimeout(look, 50));
            look();
        })""",
        seconds,
    )


@pytest.mark.parametrize("dots", DOTS)
def test_every_code_on_paper_can_be_read(site, sheet, dots, tmp_path):
    pictures = rasterised(sheet, dots)
    read = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    assert len(read) == 7
    assert all(re.fullmatch(re.escape(site.replace("127.0.0.1", "localhost")) + r"/k/[a-z0-9]{5}", one) for one in read)
    assert sorted(read_by_zbar(pictures, tmp_path)) == sorted(read)


def test_the_address_stands_in_letters_beside_its_code(sheet):
    document = pypdfium2.PdfDocument(sheet)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    addresses = [code.text for picture in rasterised(sheet, 150) for code in zxingcpp.read_barcodes(picture)]
    assert all(address in text for address in addresses)


def test_a_phone_follows_the_code_and_one_tap_plays(site, sheet, visit):
    address = next(code.text for picture in rasterised(sheet, 150) for code in zxingcpp.read_barcodes(picture))
    foreign = []
    page = visit()
    page.on("request", lambda request: None if request.url.startswith(site) else foreign.append(request.url))
    page.goto(address.replace("localhost", "127.0.0.1"))
    play = page.get_by_role("button", name="Hør klippet")
    # Question, words and button stand on the first screen, beside nothing that wants to be clicked away.
    box = play.bounding_box()
    assert box["y"] + box["height"] < 780
    assert page.evaluate("document.querySelector('audio').paused")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    play.click()
    heard(page, 0.4)
    assert page.get_by_role("button", name="Hold pause").is_visible()
    assert page.locator(".line--now .line__now").inner_text() == "spiller nu"
    assert not foreign
    assert not page.context.cookies()


def test_from_paper_to_the_thirtieth_second(site, chromium, visit, long_clip, tmp_path):
    """Printed, photographed, followed, played by one tap, and then sought by a line of the transcript."""
    sheet = printed(site, chromium, tmp_path / "sheet.pdf", only=f"({long_clip.code})")
    (address,) = read_by_zbar(rasterised(sheet, 150), tmp_path)
    assert address.endswith(f"/k/{long_clip.code}")
    page = visit()
    answers = []
    page.on("response", lambda answer: answers.append(answer) if answer.url.endswith(".m4a") else None)
    page.goto(address.replace("localhost", "127.0.0.1"))
    page.get_by_role("button", name="Hør klippet").click()
    heard(page, 0.3)
    landed = sought(page)
    assert 29.7 < landed < 31
    # It plays on from there, and the line says so.
    heard(page, landed + 0.3)
    expect(page.locator(".line--now")).to_contain_text("Efter et halvt minut")
    assert {answer.status for answer in answers} == {206}
    assert all(re.fullmatch(r"bytes \d+-\d+/\d+", answer.headers["content-range"]) for answer in answers)


def test_without_parts_of_the_file_the_thirtieth_second_is_not_reached(visit, long_clip):
    """What the test above would see of a server that sends the whole file whatever it is asked for."""
    page = visit()

    def whole(route):
        answer = route.fetch(headers={**route.request.headers, "range": ""})
        route.fulfill(status=200, content_type="audio/mp4", body=answer.body())

    page.route("**/*.m4a", whole)
    page.goto(long_clip.page)
    page.get_by_role("button", name="Hør klippet").click()
    heard(page, 0.3)
    # Chromium begins at the beginning again.
    assert sought(page) < 1


def sought(page):
    """Where the sound is, right after the line that begins at thirty seconds has been pressed."""
    sound = page.locator("audio")
    sound.evaluate(
        "sound => { window.landed = new Promise((done) => {"
        " sound.addEventListener('seeked', () => done(sound.currentTime), { once: true }) }) }"
    )
    page.get_by_role("link", name="0:30").click()
    return page.evaluate("window.landed")


def test_a_line_plays_from_its_time_and_the_sound_can_be_sought(visit):
    page = visit()
    page.goto("/k/h4rdt")
    page.locator("[data-clip-at]").last.click()
    heard(page, 2.2)
    page.locator("audio").evaluate("sound => { sound.pause(); sound.currentTime = 6; }")
    heard(page, 5.7)
    assert page.locator("audio").evaluate("sound => sound.currentTime") < 6.3


def test_without_scripts_the_browsers_own_controls_play_it(visit):
    page = visit(java_script_enabled=False)
    page.goto("/k/h4rdt?t=3")
    assert page.locator("audio[controls]").is_visible()
    assert page.get_by_role("button", name="Hør klippet").count() == 0
    assert page.locator("audio source").get_attribute("src").endswith("#t=3")
    assert page.locator(".line .at").first.get_attribute("href") == "/k/h4rdt?t=0"


def test_saying_yes_and_withdrawing_by_keyboard_on_a_phone(visit):
    """The person's own page without an account: everything can be reached and read without a mouse."""
    editor = visit("karla", viewport=DESK)
    editor.goto("/voices/new/")
    editor.get_by_label("Ung", exact=True).check()
    editor.get_by_label("Personen fik før optagelsen at vide").check()
    editor.get_by_role("button", name="Videre til ordene").click()
    editor.get_by_label("Spørgsmål", exact=True).fill("Hvad gør en god dag?")
    editor.get_by_label("Citat", exact=True).fill("At nogen siger godmorgen")
    editor.get_by_role("button", name="Gem klippet").click()
    editor.get_by_role("button", name="Lav den personlige adresse").click()
    address = editor.locator("#link").input_value()
    page = visit()
    page.goto("/my-voice/" + address.partition("/my-voice/")[2])
    page.get_by_label("Her på siden på dansk").focus()
    page.keyboard.press("Space")
    page.get_by_label("Intet navn, kun").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Se det, som andre ville se det").press("Enter")
    page.wait_for_url("**/preview/")
    assert page.get_by_text("”At nogen siger godmorgen”").is_visible()
    page.go_back()
    page.get_by_label("Her på siden på dansk").check()
    page.get_by_label("Intet navn, kun").check()
    page.get_by_role("button", name="Ja, det må I dele").press("Enter")
    page.get_by_text("Det hviler til").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Træk tilbage og slet").press("Enter")
    page.get_by_text("Det er væk.").wait_for()
    assert page.get_by_text("At nogen siger godmorgen").count() == 0
