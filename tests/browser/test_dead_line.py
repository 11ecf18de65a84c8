"""A line that is dead though the phone calls it open: the page finds out soon after somebody looks, and opens another.

The other end is this test, which hears what the page says and answers only where it means to.
"""

import json

import pytest

from tests.support import needs

pytestmark = [pytest.mark.browser, needs("chromium")]


class Lines:
    """What each socket of the page says."""

    def __init__(self, page) -> None:
        self.page = page
        self.said: list[list[dict]] = []
        self.open: list = []
        page.route_web_socket("**/ws/", self._hold)

    def _hold(self, line) -> None:
        said: list[dict] = []
        self.said.append(said)
        self.open.append(line)
        line.on_message(lambda text: said.append(json.loads(text)))

    def hears(self, frame: dict, line: int = -1) -> None:
        self._until(lambda: len(self.said) >= max(line + 1, 1) and frame in self.said[line])

    def are(self, many: int) -> None:
        self._until(lambda: len(self.said) == many)

    def _until(self, true) -> None:
        for _time in range(200):
            if true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(self.said)


def test_a_page_acknowledges_and_notices_a_dead_line_when_somebody_looks(visit):
    page = visit("freja")
    lines = Lines(page)
    page.clock.install()
    page.goto("/network/")
    lines.are(1)
    page.wait_for_function("document.querySelectorAll('[data-live-key]').length > 0")
    key = page.locator("#topics").get_attribute("data-live-key")
    lines.hears({"type": "subscribe", "key": key})

    lines.open[0].send('{"type": "acknowledge", "n": 7}')
    lines.hears({"type": "ack", "n": 7})

    # Heard a moment ago: looking asks nothing. Later it does, and nobody answers.
    look = "window.dispatchEvent(new Event('focus'))"
    page.evaluate(look)
    assert {"type": "ping"} not in lines.said[0]
    page.clock.fast_forward(6_000)
    page.evaluate(look)
    lines.hears({"type": "ping"})
    page.evaluate(look)
    page.clock.fast_forward(8_000)
    lines.are(2)
    assert lines.said[0].count({"type": "ping"}) == 1
    lines.hears({"type": "subscribe", "key": key}, 1)

    # The new one answers, and is kept.
    page.clock.fast_forward(6_000)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    lines.hears({"type": "ping"}, 1)
    lines.open[1].send('{"type": "pong"}')
    page.wait_for_timeout(100)
    page.clock.fast_forward(9_000)
    lines.are(2)
