"""axe on a page that stands still."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: What moves for a moment has colours in between; what moves for ever never ends.
STAND_STILL = """() => Promise.all(
  document.getAnimations()
    .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime))
    .map(one => one.finished.catch(() => null)))"""


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe finds, once every transition has come to its end."""
    page.evaluate(STAND_STILL)
    return Axe().run(page).response["violations"]
