"""What a browser makes of HTML: Chromium's own parser builds the document, and what stands in it is judged.

Nothing is run and nothing is fetched (DOMParser). Chromium lives in a thread of its own, since Playwright's loop and
Django's database do not share one.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM

_SCRIPT = (Path(__file__).parent / "dom.js").read_text()
#: Characters that go to Chromium at a time.
_AT_A_TIME = 4_000_000


@dataclass
class Document:
    """A page, a fragment of one, or a mail, and what must be read in it."""

    name: str
    html: str
    #: "page": ours; "words": members' words alone; "mail": no link may lead away; "public": editors link where they
    #: like; "admin": Wagtail's, which writes inline script.
    kind: str = "page"
    #: Words that must stand in it as text, or as the value of a field, spaces aside.
    read: list[str] = field(default_factory=list)
    #: What fields of a form must hold, letter by letter, by their names.
    kept: dict[str, str] = field(default_factory=dict)


@dataclass
class Seen:
    """What stands in the document: every element with the names of its attributes, what is wrong, what is missing."""

    shape: set[str]
    faults: list[str]
    unread: list[str]


class Chromium:
    def __init__(self, page: Page, thread: ThreadPoolExecutor) -> None:
        self._page, self._thread = page, thread

    def look(self, documents: list[Document]) -> list[Seen]:
        seen: list[Seen] = []
        batch: list[dict[str, Any]] = []
        size = 0
        for number, document in enumerate(documents, 1):
            batch.append(asdict(document))
            size += len(document.html)
            if size > _AT_A_TIME or number == len(documents):
                answers = self._thread.submit(self._page.evaluate, _SCRIPT, batch).result()
                seen += [Seen(set(a["shape"]), a["faults"], a["unread"]) for a in answers]
                batch, size = [], 0
        return seen


@contextmanager
def chromium() -> Iterator[Chromium]:
    with ThreadPoolExecutor(1, thread_name_prefix="chromium") as thread:
        playwright = thread.submit(sync_playwright().start).result()
        try:
            browser = thread.submit(
                lambda: playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            ).result()
            yield Chromium(thread.submit(browser.new_page).result(), thread)
            thread.submit(browser.close).result()
        finally:
            thread.submit(playwright.stop).result()
