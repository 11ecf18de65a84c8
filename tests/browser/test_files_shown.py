"""Photos and a voice clip in Chromium, sent by the plain form: drawn without jumping, played and sought by ranges."""

import pytest

from tests import samples
from tests.browser.axe import violations
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: Waits for what is known of the clip, seeks far into it, and plays on from there.
SEEK = """async () => {
  const clip = document.querySelector(".files__voice audio");
  clip.muted = true;
  await new Promise((known, lost) => {
    if (clip.readyState > 0) known();
    clip.onloadedmetadata = known;
    clip.onerror = () => lost(new Error(`media error ${clip.error.code}`));
  });
  const { duration, seekable } = clip;
  clip.currentTime = 15;
  await new Promise((there) => { clip.onseeked = there; });
  const heard = new Promise((on) => {
    clip.ontimeupdate = () => { if (clip.currentTime > 15) on(clip.currentTime); };
  });
  await clip.play();
  return { duration, seekable: seekable.end(0), heard: await heard };
}"""


@pytest.fixture
def told(visit):
    """A topic of Freja's with a photo and the clip of this browser, sent by the form as it works without scripts."""

    def tell(browser):
        freja = visit("freja", java_script_enabled=False)
        freja.goto("/network/")
        freja.locator("a.ask").click()
        freja.locator("textarea[name=body]").fill("En dag på lageret.")
        files = [("photo.jpg", "image/jpeg", samples.photo()), ("clip", "audio/webm", samples.voice(browser, 20.0))]
        freja.set_input_files(
            "input[name=new_files]", [{"name": n, "mimeType": kind, "buffer": data} for n, kind, data in files]
        )
        freja.get_by_role("button", name="Del det").click()
        freja.wait_for_url("**/topics/**")
        return freja.url

    return tell


@pytest.mark.parametrize("browser", ["Chrome", "Firefox", "Safari"])
def test_every_browsers_voice_plays_and_seeks_by_ranges(visit, told, browser):
    address, amina, answers = told(browser), visit("amina"), []
    amina.on("response", lambda response: answers.append(response) if "clip.m4a" in response.url else None)
    amina.goto(address)
    played = amina.evaluate(SEEK)
    assert played["duration"] == pytest.approx(20, abs=0.2)
    assert played["seekable"] == pytest.approx(played["duration"], abs=0.1)
    assert 15 < played["heard"] < 20
    assert {response.status for response in answers} == {206}
    assert any(not response.headers["content-range"].startswith("bytes 0-") for response in answers)
    assert not violations(amina)


def test_a_picture_is_drawn_and_opens_on_its_own_page(visit, told):
    address, amina = told("Chrome"), visit("amina")
    amina.goto(address)
    picture = amina.locator(".files__picture img")
    picture.scroll_into_view_if_needed()
    amina.wait_for_function("document.querySelector('.files__picture img').naturalWidth > 0")
    amina.locator(".files__picture").click()
    amina.wait_for_url("**/files/**")
    assert not violations(amina)
    amina.get_by_role("link", name="Tilbage").click()
    amina.wait_for_url(f"{address.partition('#')[0]}*")
