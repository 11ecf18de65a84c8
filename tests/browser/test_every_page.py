"""A walk through every page that links lead to, as every kind of person, on a phone.

On each page: axe finds nothing, nothing is asked of anybody else, nothing is wider than the phone, no console error
(which is where a broken Content-Security-Policy shows), no link is broken, no look is missing because the page leaves
out a sheet, and neither an address (which histories and logs keep) nor what outlasts the tab in the browser holds the
name, mail or number of a person.
"""

import re
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from home.demo.people import DOMAIN, content
from tests.browser.axe import violations
from tests.browser.conftest import DESK
from tests.browser.light import missed
from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]

PERSONAS = ("visitor", "freja", "mona", "signe", "tine", "ellen", "karla")

#: Pages of one kind that the walk opens in the gate, and in bin/test-long: the first speak for the rest.
EACH_KIND, MORE_OF_EACH = 1, 3
#: Not pages of ours to judge (Wagtail's admin), or no pages at all.
NOT_WALKED = ("/admin/", "/static/", "/media/", "/podcasts/")
#: What stands between slashes and holds a number is the name of one thing among many: of a topic, a code, a file.
ONE_OF_MANY = re.compile(r"(?<=/)[^/]*\d[^/.]*")
#: A file, not a page: it only has to be there. Chromium would draw a player around it, which no axe comes back from.
FILE = re.compile(r"/[^/]+\.[a-z0-9]+$")

#: Words in the headings of public pages that stand on two lines.
BROKEN_WORDS = r"""() => [...document.querySelectorAll(".leaflet__head h1, .hero h1")].flatMap((heading) => {
  const words = [], texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      if (range.getClientRects().length > 1) words.push(word);
    }
  }
  return words;
})"""

#: Members of the demonstration by their first names, as whole words; mail; eight digits in pairs or at once. The one
#: link that holds numbers is that for calling somebody.
MEMBERS = sorted({one["navn"].split()[0].lower() for part in ("unge", "ansatte", "program") for one in content()[part]})
PERSONAL = re.compile(rf"(?<!\w)(?:{'|'.join(MEMBERS)})(?!\w)|@|{re.escape(DOMAIN)}|\b(?:\d\d[ +-]?){{4}}\b", re.I)

#: A moment, as lists page by it, and a code drawn by lot, whose digits may fall in pairs: no number of a telephone.
DRAWN = r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
NO_TELEPHONE = re.compile(rf"{DRAWN}|\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[ +]\d\d:\d\d|Z)?")


def kind_of(path: str) -> str:
    """Addresses that differ by a number, a code or a query only are pages of one kind."""
    return ONE_OF_MANY.sub("N", urlsplit(path).path)


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_clean(visit, site, persona):
    walk(visit(persona), site, persona)


@pytest.mark.long
@pytest.mark.parametrize("persona", PERSONAS)
def test_more_pages_of_each_kind_are_clean(visit, site, persona):
    walk(visit(persona), site, persona, MORE_OF_EACH)


@pytest.mark.long
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_is_clean_at_night_on_a_desk(visit, site, persona):
    walk(visit(persona, viewport=DESK, color_scheme="dark"), site, persona, MORE_OF_EACH)


def walk(page, site, persona, each_kind=EACH_KIND):
    """From the home pages along every link, judging each page."""
    host = urlsplit(site).netloc
    wrong: list[str] = []
    page.on("request", lambda request: _note_foreign(request.url, host, wrong))
    page.on("request", lambda request: _note_personal("asks for", request.url, wrong))
    page.on("console", lambda message: _note_error(message, wrong))
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))

    waiting, known, opened = ["/", "/en/", "/help/", *([] if persona == "visitor" else ["/since-last/"])], set(), {}
    while waiting:
        path = waiting.pop(0)
        if path in known or path.startswith(NOT_WALKED):
            continue
        known.add(path)
        kind = kind_of(path)
        if opened.get(kind, 0) >= each_kind:
            continue
        opened[kind] = opened.get(kind, 0) + 1
        is_file = FILE.search(urlsplit(path).path)
        answer = page.request.get(path) if is_file else page.goto(path)
        if answer is None or answer.status >= 400:
            wrong.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        if is_file:
            continue
        for name, value in page.evaluate("Object.entries({...localStorage})"):
            _note_personal(f"{path} keeps", f"{name}={value}", wrong)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > page.viewport_size["width"]:
            wrong.append(f"{path}: {width} px wide in a window of {page.viewport_size['width']}")
        wrong += [f"{path}: the heading is broken inside “{word}”" for word in page.evaluate(BROKEN_WORDS)]
        wrong += [f"{path}: needs {selector} of the sheet that it leaves out" for selector in missed(page)]
        found = violations(page)
        wrong += [f"{path}: {v['id']} {v['nodes'][0]['html'][:200]}" for v in found]
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            if urlsplit(link).scheme in ("http", "https") and urlsplit(link).netloc == host:
                _note_personal(f"{path} links to", link, wrong)
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


def _note_personal(what: str, words: str, wrong: list[str]) -> None:
    told = unquote(words.partition("://")[2].partition("/")[2] if "://" in words else words)
    if found := PERSONAL.search(NO_TELEPHONE.sub("", told)):
        wrong.append(f"{what} {told[:120]}: “{found[0]}”")
