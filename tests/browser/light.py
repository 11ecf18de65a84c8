"""Pages that leave out the sheet of the rooms (_light_sheet.html) must need nothing of it."""

import functools
from pathlib import Path

from django.contrib.staticfiles import finders
from playwright.sync_api import Page

from config.static import join_style_sheet

ROOMS = "community/css/rooms.css"

#: Selectors of the sheet that something on the page answers to, in whatever state, where the page does not load it.
_NEEDED = r"""([text, name]) => {
  if ([...document.styleSheets].some(({ href }) => href?.includes(name))) return [];
  const sheet = new CSSStyleSheet(), found = [];
  sheet.replaceSync(text);
  const states = /:(hover|focus(-visible|-within)?|active|visited|target|checked|disabled|open|popover-open)\b/g;
  const look = (rules, outer) => {
    for (const rule of rules) {
      let selector = outer;
      if (rule.selectorText !== undefined) {
        const own = rule.selectorText.replace(/::[\w-]+(\([^)]*\))?/g, "").replace(states, ":is(*)") || "*";
        selector = !outer ? own : own.includes("&") ? own.replaceAll("&", `:is(${outer})`) : `:is(${outer}) ${own}`;
        if (document.querySelector(selector)) found.push(selector);
      }
      if (rule.cssRules) look(rule.cssRules, selector);
    }
  };
  look(sheet.cssRules, "");
  return found;
}"""


def missed(page: Page) -> list[str]:
    """What the page would need of the rooms' sheet and does not load; nothing where it loads it or is no member's."""
    if page.locator("body[data-controller~=live]").count() == 0:
        return []
    found: list[str] = page.evaluate(_NEEDED, [_rooms(), Path(ROOMS).stem])
    return found


@functools.cache
def _rooms() -> str:
    def read(name: str) -> str:
        file = finders.find(name)
        assert isinstance(file, str), name
        return Path(file).read_text()

    return join_style_sheet(ROOMS, read)
