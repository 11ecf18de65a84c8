"""A real site on the demo content in a process of its own, and Chromium to visit it with."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from home.demo.people import DOMAIN
from tests.log_watch import lines_with_canaries
from tests.migrated import copy_migrated
from tests.support import ROOT, environment, free_port

CHROMIUM = "/usr/bin/chromium"
#: Keep Chromium from asking for anything but our pages, and let it run as root in a container.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}
#: Where the data of each site lies, by its address.
SITES: dict[str, Path] = {}
#: Seconds a fresh site may take to be made: static files and demo content, on a busy machine.
START_LIMIT = 240
#: Milliseconds that something on a page is waited for before it counts as missing, on a machine that does much else.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The embedded form, as all tests of a worker visit it. Yields its address."""
    with served(tmp_path_factory.mktemp("site")) as address:
        yield address


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The embedded form, exactly as bin/run serves it, on a database that is migrated and empty. Yields its address.
    What it wrote down holds no canary of the tests, nor do the mails that it shows there."""
    port = free_port()
    copy_migrated(data / "nextwork.sqlite3")
    log = (data / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve", "--embedded"],
        env=environment(DATA_DIR=str(data), PORT=str(port), HOST="127.0.0.1", LANG="C.UTF-8"),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    SITES[address] = data
    try:
        _wait_until_it_answers(process, address, Path(log.name))
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()
    assert lines_with_canaries(Path(log.name).read_text(errors="replace")) == []


def _wait_until_it_answers(process: subprocess.Popen, address: str, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{address}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The site did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For one file at a time: while it stands, Playwright's loop runs in this thread, and other tests need theirs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def forget_drafts(site: str, person: str) -> None:
    """What somebody began to write in an earlier test is not offered in this one."""
    with sqlite3.connect(SITES[site] / "nextwork.sqlite3", timeout=20) as database:
        database.execute(
            "DELETE FROM forums_draft WHERE person_id = (SELECT id FROM community_person WHERE email = ?)",
            [f"{person}@{DOMAIN}"],
        )


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`visit("freja")` is a page of a phone of Freja's, signed in through the demo's door; "visitor" is signed out."""
    contexts: list[BrowserContext] = []

    def open_page(person: str = "visitor", viewport: dict[str, int] = PHONE, **options: object) -> Page:
        context = chromium.new_context(base_url=site, viewport=viewport, locale="da-DK", **options)
        contexts.append(context)
        page = context.new_page()
        if person != "visitor":
            page.goto("/demo/")
            page.locator(f'button[name="person"][value="{person}"]').click()
            page.wait_for_url("**/since-last/")
            # Only now: pages that were left a moment ago may have sent their last words meanwhile.
            forget_drafts(site, person)
        return page

    yield open_page
    for context in contexts:
        context.close()


def open_topic(page, title):
    """Find a topic on the board, as far down as other tests have talked it, and open it."""
    page.goto("/network/")
    wanted = page.locator("#topics").get_by_text(title).first
    while not wanted.is_visible():
        # Without the topic and without an older page this waits in vain, and says so.
        page.goto(page.locator('#topics a[rel="next"]').get_attribute("href"))
    wanted.click()
    page.wait_for_url("**/topics/**")
