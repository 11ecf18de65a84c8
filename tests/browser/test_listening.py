"""Hearing an episode in Chromium: by mouse, by keyboard, without scripts; nothing plays by itself (P1 to P3)."""

import io
import re

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from home.demo.voices import CODES
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

EPISODE = "/podcast/hvad-siger-de-involverede/"
#: A clip, whose player is another.
CLIP = "/k/h4rdt"
#: Another recording on another page of the same browser.
OTHER = "/podcast/en-ny-virksomhedsrettet-ungeindsats/"


def sound(page, what):
    return page.locator("audio").first.evaluate(f"audio => audio.{what}")


def wait_until(page, condition):
    page.wait_for_function(f"() => {{ const audio = document.querySelector('audio'); return {condition}; }}")


@pytest.fixture
def listen(visit):
    def open_episode(address=EPISODE, page=None, **options):
        page = page or visit(**options)
        page.goto(address)
        expect(page.locator(".player--ours")).to_be_visible()
        wait_until(page, "audio.readyState > 0")
        return page

    return open_episode


def test_nothing_plays_before_somebody_says_so_and_then_the_words_follow(listen):
    page = listen()
    assert sound(page, "paused")
    assert sound(page, "currentTime") == 0
    expect(page.locator(".line--now")).to_have_count(0)
    page.get_by_role("button", name="Afspil afsnittet").click()
    wait_until(page, "audio.currentTime > 0.2")
    now = page.locator('.line[aria-current="true"]')
    expect(now).to_contain_text("Det her er en prøve")
    expect(now).to_contain_text("spiller nu")
    page.get_by_role("button", name="Pause").click()
    assert sound(page, "paused")


@pytest.mark.parametrize("address", [EPISODE, "/k/fu2"])
def test_what_plays_beside_it_falls_silent(visit, address):
    """A second sound on the page, as an editor's browser or a reading voice may bring it."""
    page = visit()
    page.goto(address.replace("fu2", CODES["fu2"]))
    wait_until(page, "audio.currentSrc")
    page.evaluate(
        """async () => {
            const own = document.querySelector('audio');
            const beside = new Audio(own.currentSrc);
            Object.assign(beside, { id: 'beside', loop: true, muted: true });
            document.body.append(beside);
            await beside.play();
        }"""
    )
    assert sound(page, "paused")
    page.get_by_role("button", name=re.compile("^(Afspil afsnittet|Hør klippet)$")).click()
    page.wait_for_function("() => document.querySelector('#beside').paused")
    assert not page.locator("audio").first.evaluate("audio => audio.paused")


def test_a_press_on_a_time_or_a_chapter_is_heard_from_there(listen):
    page = listen()
    page.get_by_role("link", name="0:32 hør herfra").click()
    wait_until(page, "!audio.paused && audio.currentTime >= 32")
    expect(page.locator('.line[aria-current="true"]')).to_contain_text("vende tingene på hovedet")
    page.get_by_role("link", name="De unge").click()
    wait_until(page, "audio.currentTime >= 7 && audio.currentTime < 20")
    expect(page.locator('.chapters [aria-current="true"]')).to_contain_text("De unge")


def test_back_ahead_speed_and_the_line_to_seek_on(listen):
    page = listen()
    page.get_by_role("button", name="Frem 30 sek.").click()
    wait_until(page, "Math.round(audio.currentTime) === 30")
    page.get_by_role("button", name="Tilbage 15 sek.").click()
    wait_until(page, "Math.round(audio.currentTime) === 15")
    page.get_by_label("Fart").select_option("1.5")
    assert sound(page, "playbackRate") == 1.5
    line = page.get_by_role("slider", name="Sted i afsnittet")
    line.focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "Math.round(audio.currentTime) === 16")
    expect(line).to_have_attribute("aria-valuetext", "0:16 af 0:50")
    # The next episode goes as fast.
    listen(OTHER, page)
    assert sound(page, "playbackRate") == 1.5


def test_it_is_heard_by_keyboard_alone(listen):
    page = listen()
    button = page.get_by_role("button", name="Afspil afsnittet")
    for _press in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    wait_until(page, "!audio.paused")
    page.keyboard.press("l")
    wait_until(page, "audio.currentTime >= 30")
    page.keyboard.press("j")
    wait_until(page, "audio.currentTime < 25")
    page.keyboard.press("k")
    wait_until(page, "audio.paused")
    # In the field letters are letters.
    page.get_by_label("Find i udskriften").press_sequentially("kl")
    assert sound(page, "paused")


def test_it_goes_on_where_one_had_come_to(listen):
    page = listen()
    page.get_by_role("link", name="0:28 hør herfra").click()
    wait_until(page, "audio.currentTime >= 28.2")
    page.get_by_role("button", name="Pause").click()
    listen(page=page)
    wait_until(page, "audio.currentTime >= 28")
    expect(page.get_by_role("status").filter(has_text="Du var nået til 0:28")).to_be_visible()
    assert sound(page, "paused")
    # Who follows a link to a moment wants that moment.
    listen(f"{EPISODE}?t=11", page)
    wait_until(page, "Math.round(audio.currentTime) === 11")
    # Another episode has a place of its own.
    listen(OTHER, page)
    assert sound(page, "currentTime") == 0


def test_one_looks_through_the_words_without_leaving_the_sound(listen):
    page = listen()
    page.get_by_role("button", name="Afspil afsnittet").click()
    wait_until(page, "audio.currentTime > 0")
    field = page.get_by_label("Find i udskriften")
    field.press_sequentially("GRUPPE")
    expect(page.locator("mark")).to_have_text(["gruppe"])
    expect(page.get_by_text("Fundet ét sted.")).to_be_visible()
    field.press("Enter")
    expect(page.get_by_role("link", name="0:11 hør herfra")).to_be_focused()
    assert not sound(page, "paused")
    field.fill("<img src=x>")
    expect(page.get_by_text("Ikke fundet.")).to_be_visible()
    field.fill("")
    expect(page.locator("mark")).to_have_count(0)


def test_without_scripts_the_browsers_own_player_begins_where_the_link_says(visit):
    page = visit(java_script_enabled=False)
    page.goto(f"{EPISODE}?t=28#player")
    player = page.locator("audio")
    expect(player).to_be_visible()
    assert player.get_attribute("controls") == ""
    assert player.get_attribute("src").endswith("#t=28")
    expect(page.get_by_role("button", name="Afspil afsnittet")).to_be_hidden()
    page.get_by_role("link", name="0:46 hør herfra").click()
    assert re.search(r"\?t=46#player$", page.url)
    page.get_by_label("Find i udskriften").fill("respekt")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("mark")).to_have_text(["respekt"])


def test_a_seek_is_answered_with_a_part_of_the_file(listen):
    page = listen()
    page.get_by_role("link", name="0:46 hør herfra").click()
    wait_until(page, "audio.currentTime >= 46")
    status = page.evaluate(
        """async () => {
            const audio = document.querySelector("audio");
            const answer = await fetch(audio.src, { headers: { Range: "bytes=100-199" } });
            return [answer.status, (await answer.arrayBuffer()).byteLength];
        }"""
    )
    assert status == [206, 100]


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_fits(listen, width):
    page = listen(viewport={"width": width, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def drawn(page, box, around=0):
    """This part of the page as it looks, in grey."""
    clip = {"x": box["x"] - around, "y": box["y"] - around}
    clip |= {"width": box["width"] + 2 * around, "height": box["height"] + 2 * around}
    return Image.open(io.BytesIO(page.screenshot(clip=clip, animations="disabled"))).convert("L")


def contrast(picture):
    darkest, lightest = picture.getextrema()
    return lightest - darkest


@pytest.mark.parametrize("colours", ["none", "active"])
@pytest.mark.parametrize(
    ("address", "player", "least"), [(EPISODE, ".player", 5), (CLIP, ".deck", 1)], ids=["episode", "clip"]
)
def test_one_sees_which_of_the_controls_has_the_focus(visit, colours, address, player, least):
    """Around each of them something is drawn while it has it, also in colours that the system forces."""
    page = visit(forced_colors=colours)
    page.goto(address)
    wait_until(page, "!audio.controls || audio.hidden")
    page.locator(player).scroll_into_view_if_needed()
    ours = page.locator(player).locator("button, input, select")
    assert ours.count() >= least
    for one in ours.all():
        box = one.bounding_box()
        page.evaluate("document.activeElement.blur()")
        before = drawn(page, box, around=6)
        # From the element before it, so that the browser takes it for a step of the keyboard.
        one.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(one).to_be_focused()
        ring = ImageChops.difference(before, drawn(page, box, around=6))
        ring.paste(0, (6, 6, ring.width - 6, ring.height - 6))
        assert contrast(ring) > 100, one.evaluate("one => one.outerHTML.slice(0, 100)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_the_player_is_there(listen, scheme):
    page = listen(forced_colors="active", color_scheme=scheme)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    button = page.get_by_role("button", name="Afspil afsnittet")
    # The sign on it, and the edge that says that it can be pressed.
    assert contrast(drawn(page, button.bounding_box())) > 150
    assert button.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1
    # Where one is on the line, with nothing behind it.
    page.locator(".player .wave").evaluate("wave => { wave.style.visibility = 'hidden' }")
    assert contrast(drawn(page, page.get_by_role("slider").bounding_box())) > 150
    button.click()
    now = page.locator(".line--now")
    expect(now).to_contain_text("spiller nu")
    assert now.evaluate("line => getComputedStyle(line).outlineStyle") == "solid"


def test_in_forced_colours_the_button_of_a_clip_has_an_edge(visit):
    page = visit(forced_colors="active")
    page.goto(CLIP)
    button = page.get_by_role("button", name="Hør klippet")
    assert contrast(drawn(page, button.bounding_box())) > 150
    assert button.evaluate("one => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("address", [CLIP, f"/en{CLIP}"])
def test_a_clip_fits(visit, width, address):
    page = visit(viewport={"width": width, "height": 780})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".deck .play").click()
    # The browser's own controls have come out.
    expect(page.locator(".deck audio")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
