"""The engine of iPhones: WebKit plays a clip from paper and an episode, and finds the place that is asked for.

WebKitGTK on a screen that nobody sees, driven by the W3C's WebDriver protocol. Between it and the site stands a relay
that notes how each sound was answered, and that can answer as a server would that knows nothing of parts of a file.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.browser.conftest import SITES
from tests.browser.planted import plant, take_back
from tests.support import free_port, needs

pytestmark = [pytest.mark.long, pytest.mark.browser, needs("WebKitWebDriver")]

EPISODE = "/podcast/hvad-siger-de-involverede/"
#: Seconds until the driver has started, and until a page has answered.
START_LIMIT, ANSWER_LIMIT = 60, 120
#: The name under which the WebDriver protocol hands out elements.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
#: Of a connection, not of a page.
HOP = {"connection", "transfer-encoding", "keep-alive"}


class WebKit:
    """One window. What it is told goes to the driver as the protocol has it."""

    def __init__(self, port: int) -> None:
        self._driver = f"http://127.0.0.1:{port}"
        self._session = ""

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._driver + self._session + path, data, method=method)
        with urlopen(request, timeout=ANSWER_LIMIT) as answer:
            return json.load(answer)["value"]

    def open_window(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while True:
            try:
                ready = self._ask("GET", "/status")["ready"]
            except (URLError, OSError):
                ready = False
            if ready:
                break
            assert time.monotonic() < deadline, "WebKitWebDriver does not answer"
            time.sleep(0.2)
        self._session = f"/session/{self._ask('POST', '/session', {'capabilities': {}})['sessionId']}"
        self._ask("POST", "/timeouts", {"script": ANSWER_LIMIT * 1000})

    def close(self) -> None:
        self._ask("DELETE", "")

    def visit(self, address: str) -> None:
        self._ask("POST", "/url", {"url": address})

    def press(self, words: str) -> None:
        """The button or link that bears these words, seen or said."""
        where = f'//*[self::a or self::button][contains(., "{words}") or contains(@aria-label, "{words}")]'
        found = self._ask("POST", "/element", {"using": "xpath", "value": where})
        self._ask("POST", f"/element/{found[ELEMENT]}/click", {})

    def once(self, event: str, least: float = 0) -> float:
        """Where the sound is at its next event of this kind that finds it at least so far."""
        return self._ask(
            "POST",
            "/execute/async",
            {
                "script": """const [event, least, done] = arguments;
                    const sound = document.querySelector("audio");
                    const look = () => {
                        if (sound.currentTime < least) return;
                        sound.removeEventListener(event, look);
                        done(sound.currentTime);
                    };
                    sound.addEventListener(event, look);""",
                "args": [event, least],
            },
        )

    def landing(self, words: str) -> Any:
        """Where the sound is right after these words, which lead to a place in it, have been pressed; or what WebKit
        complains of instead."""
        self.run(
            "const sound = document.querySelector('audio'); window.landed = new Promise((done) => {"
            " sound.addEventListener('seeked', () => done(sound.currentTime), { once: true });"
            " sound.addEventListener('error', () => done(sound.error.message), { once: true }) })"
        )
        self.press(words)
        return self._ask("POST", "/execute/async", {"script": "window.landed.then(arguments[0])", "args": []})

    def run(self, script: str) -> Any:
        return self._ask("POST", "/execute/sync", {"script": script, "args": []})


@pytest.fixture(scope="module")
def webkit() -> Iterator[WebKit]:
    port = free_port()
    driver = ["xvfb-run", "--auto-servernum", "WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(driver, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    window = WebKit(port)
    try:
        window.open_window()
        yield window
        window.close()
    finally:
        # The screen, the driver and the window are one group, begun by this process.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


class Relay(ThreadingHTTPServer):
    """Hands every GET on to the site. `sounds` are the statuses that sounds were answered with."""

    daemon_threads = True

    def __init__(self, site: str, *, parts: bool) -> None:
        self.host, self.parts, self.sounds = urlsplit(site).netloc, parts, list[int]()
        super().__init__(("127.0.0.1", 0), _Handed)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handed(BaseHTTPRequestHandler):
    server: Relay
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        sound = urlsplit(self.path).path.endswith((".m4a", ".mp3"))
        whole = sound and not self.server.parts
        asked = {name: value for name, value in self.headers.items() if not (whole and name.lower() == "range")}
        site = HTTPConnection(self.server.host, timeout=ANSWER_LIMIT)
        site.request("GET", self.path, headers={**asked, "Host": self.server.host, "Connection": "close"})
        answer = site.getresponse()
        body = answer.read()
        site.close()
        if sound:
            self.server.sounds.append(answer.status)
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP and not (whole and name.lower() == "accept-ranges"):
                self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            # A player that has heard enough hangs up.
            self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """The test's output is not a log of visits."""


@pytest.fixture
def relayed(site) -> Iterator[Any]:
    opened: list[Relay] = []

    def relay(*, parts: bool) -> Relay:
        opened.append(Relay(site, parts=parts))
        Thread(target=opened[-1].serve_forever, daemon=True).start()
        return opened[-1]

    yield relay
    for one in opened:
        one.shutdown()
        one.server_close()


@pytest.fixture(scope="module")
def clip(site):
    planted = plant(SITES[site])
    yield planted
    take_back(SITES[site], planted)


def test_a_code_from_paper_is_heard_and_sought(webkit, relayed, clip):
    relay = relayed(parts=True)
    webkit.visit(f"{relay.address}{clip.page}")
    assert webkit.run("return document.querySelector('audio').paused")
    webkit.press("Hør klippet")
    webkit.once("timeupdate", 0.3)
    landed = webkit.landing("0:30")
    assert 29.7 < landed < 31
    webkit.once("timeupdate", landed + 0.3)
    assert "Efter et halvt minut" in webkit.run("return document.querySelector('.line--now').textContent")
    # The first question is for all of it, the one for a place is for a part.
    assert relay.sounds[-1] == 206


def test_an_episode_is_heard_and_sought(webkit, relayed):
    relay = relayed(parts=True)
    webkit.visit(f"{relay.address}{EPISODE}")
    assert webkit.run("return document.querySelector('audio').paused")
    webkit.press("Afspil afsnittet")
    webkit.once("timeupdate", 0.3)
    landed = webkit.landing("0:32")
    assert 31.7 < landed < 33
    webkit.once("timeupdate", landed + 0.3)
    assert "vende tingene" in webkit.run("return document.querySelector('.line--now').textContent")
    # The first question is for all of it, the one for a place is for a part.
    assert relay.sounds[-1] == 206


def test_without_parts_of_the_file_nothing_comes_to_its_place(webkit, relayed, clip):
    """What the tests above would see of a server that sends the whole file whatever it is asked for."""
    relay = relayed(parts=False)
    webkit.visit(f"{relay.address}{clip.page}")
    webkit.press("Hør klippet")
    webkit.once("timeupdate", 0.3)
    assert "unexpected 200" in webkit.landing("0:30")
    assert relay.sounds == [200, 200]
