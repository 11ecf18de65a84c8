"""The worst strings on live pages in Chromium: nothing runs, nothing is asked of anybody else, no policy is broken."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.hostile_strings import EVIL, hostile
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

#: Sends a form as the page would, by its own script, and says where that led.
SAY = """async ([path, fields]) => {
  const data = new URLSearchParams(fields);
  data.set("csrfmiddlewaretoken", document.querySelector('[name="csrfmiddlewaretoken"]').value);
  data.set("client_uuid", crypto.randomUUID());
  const answer = await fetch(path, { method: "POST", body: data });
  return [answer.status, new URL(answer.url).pathname];
}"""


@pytest.fixture
def watched(visit, site):
    """A phone of somebody's; what goes wrong on it is found at the end."""
    host, wrong = urlsplit(site).netloc, []

    def note(url):
        if (netloc := urlsplit(url).netloc) and netloc != host:
            wrong.append(f"asks a third party: {url}")

    def open_page(person):
        page = visit(person)
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
        page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("request", lambda request: note(request.url))
        return page

    yield open_page
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def walk(page, paths):
    for path in paths:
        page.goto(path)
        assert page.evaluate("window.__hit") is None, path


def worst() -> list[str]:
    """Those that would run a script, and those that would fetch something."""
    return [text for text in hostile(400) if "__hit" in text or EVIL in text]


def tell(page) -> list[str]:
    """All of the worst, on a dozen topics; where these stand."""
    page.goto("/network/")
    board = page.locator("a.ask").get_attribute("href")
    page.goto(board)
    paths, texts = [], worst()
    for number in range(12):
        mine = texts[number::12]
        words = {"title": mine[0][:110], "body": "\n\n".join(mine), "tags": mine[1].replace(",", " ")[:30]}
        status, path = page.evaluate(SAY, [board, words | {"kind": "question", "wish": "tried"}])
        assert status == 200
        assert path.startswith("/topics/"), words
        paths.append(path)
    return paths


def test_nothing_runs_on_the_pages_of_any_reader(watched):
    paths = tell(watched("freja"))
    assert len(worst()) > 100
    answerer = watched("amina")
    answerer.goto(paths[0])
    for text in worst()[::9]:
        status, _path = answerer.evaluate(SAY, [paths[0] + "reply/", {"body": text}])
        assert status == 200, text
    for person in ("freja", "amina", "signe"):
        walk(watched(person), (*paths, "/network/", "/since-last/", "/notifications/", "/drafts/", "/chat/"))
    found = watched("amina")
    found.goto("/search/")
    found.locator('main [name="words"]').fill("hit")
    found.locator('main [name="words"]').press("Enter")
    expect(found.locator("main mark").first).to_be_visible()
    assert found.evaluate("window.__hit") is None


def test_nothing_runs_in_what_a_page_draws_by_itself(watched):
    page = watched("freja")
    page.goto("/network/")
    page.locator("a.ask").click()
    field = page.get_by_label("Hvad skete der på arbejdet i denne uge?")
    look = page.get_by_role("toolbar").get_by_role("button", name="Vis", exact=True)
    for number, text in enumerate(worst()[::12]):
        field.fill(f"{text[:300]}\n\nslut {number}.")
        look.click()
        expect(page.locator(".marks__preview")).to_contain_text(f"slut {number}.")
        look.click()
    page.goto("/drafts/")
    assert page.evaluate("window.__hit") is None
    page.goto("/chat/")
    page.locator('main a[href^="/chat/"]').first.click()
    page.wait_for_url("**/chat/*/**")  # loaded: the room's own script is there
    expect(page.locator("body")).to_have_attribute("data-live-state", "open")
    said = worst()[::16]
    for number, text in enumerate(said):
        page.locator('textarea[name="body"]').fill(f"{text[:300]} nr. {number}")
        page.locator('textarea[name="body"]').press("Enter")
        expect(page.locator(".bubble").filter(has_text=f"nr. {number}").first).to_be_visible()
    page.reload()
    assert page.evaluate("window.__hit") is None
