"""A walk through every page that links lead to, as every kind of person, on a phone.

On each page: axe finds nothing, nothing is asked of anybody else, nothing is wider than the phone, no console error
(which is where a broken Content-Security-Policy shows), and no link is broken.
"""

import re
from urllib.parse import urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

PERSONAS = ("visitor", "freja", "mona", "signe", "tine", "ellen", "karla")

#: Pages of one kind that the walk opens: the first few speak for the rest.
EACH_KIND = 2
#: Not pages of ours to judge (Wagtail's admin), or no pages at all.
NOT_WALKED = ("/admin/", "/static/", "/media/", "/sitemap.xml", "/robots.txt")


def kind_of(path: str) -> str:
    """Addresses that differ by numbers or a query only are pages of one kind."""
    return re.sub(r"\d+", "N", urlsplit(path).path)


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_clean(visit, site, persona):
    walk(visit(persona), site, persona)


@pytest.mark.long
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_clean_at_night_on_a_desk(visit, site, persona):
    walk(visit(persona, viewport=DESK, color_scheme="dark"), site, persona)


def walk(page, site, persona):
    """From the home pages along every link, judging each page."""
    host = urlsplit(site).netloc
    wrong: list[str] = []
    page.on("request", lambda request: _note_foreign(request.url, host, wrong))
    page.on("console", lambda message: _note_error(message, wrong))
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))

    waiting, known, opened = ["/", "/en/", "/help/", *([] if persona == "visitor" else ["/since-last/"])], set(), {}
    while waiting:
        path = waiting.pop(0)
        if path in known or path.startswith(NOT_WALKED) or path.endswith(".ics"):
            continue
        known.add(path)
        kind = kind_of(path)
        if opened.get(kind, 0) >= EACH_KIND:
            continue
        opened[kind] = opened.get(kind, 0) + 1
        answer = page.goto(path)
        if answer is None or answer.status >= 400:
            wrong.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > page.viewport_size["width"]:
            wrong.append(f"{path}: {width} px wide in a window of {page.viewport_size['width']}")
        violations = Axe().run(page).response["violations"]
        wrong += [f"{path}: {v['id']} {v['nodes'][0]['html'][:200]}" for v in violations]
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            address = urldefrag(link).url
            if urlsplit(address).netloc == host:
                waiting.append(address.removeprefix(site))
    assert not wrong, "\n".join(dict.fromkeys(wrong))
    assert len(known) >= 15


def _note_error(message, wrong: list[str]) -> None:
    # axe says on the console what it could not decide; what it finds is judged by its answer.
    if message.type == "error" and not message.text.startswith("axe."):
        wrong.append(f"console: {message.text}")


def _note_foreign(url: str, host: str, wrong: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
        wrong.append(f"asks a third party: {url}")
