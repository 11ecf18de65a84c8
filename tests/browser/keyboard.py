"""Somebody who has a keyboard and no mouse. Every stop is looked at: seen, ringed, named, and never the page itself."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page

#: What stands at a stop. A choice is often drawn by its label, and a ring around the field's frame.
_LOOK = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  const drawn = [at, ...(at.labels ?? []), at.closest('label, .ruled')].filter(Boolean);
  const ring = () => drawn.map((part) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(part);
    const drawn = outlineStyle !== 'none' && outlineWidth !== '0px';
    return drawn ? `${outlineWidth} ${outlineColor} ${boxShadow}` : boxShadow;
  }).join(' | ');
  const seenAt = (part) => {
    const box = part.getClientRects()[0];
    if (!box || box.width < 2 || box.height < 2) return 'is not drawn';
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    // What is higher than the window is seen in part.
    const needed = Math.min(box.height, innerHeight / 3);
    if (right - left < Math.min(box.width, 24) || bottom - top < needed - 1) return 'is out of sight';
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const own = drawn.some((one) => one.contains(hit));
    return own ? '' : `is covered by <${hit?.tagName.toLowerCase()} class="${hit?.className}">`;
  };
  const faults = drawn.map(seenAt);
  const before = window.__keyboard;
  // Where scripts lead to be read from there, Tab does not: a heading needs no ring.
  const led = before?.at.tabIndex < 0 && before.at.matches('h1, h2');
  const lost = before?.at !== at && !led && before?.at.isConnected && before.ring() === before.ringed
    ? before.at.outerHTML.slice(0, 160) : '';
  window.__keyboard = { at, ring, ringed: ring() };
  const number = (window.__stops ??= new WeakMap()).get(at) ?? (window.__count = (window.__count ?? 0) + 1);
  window.__stops.set(at, number);
  return {
    number, html: at.outerHTML.slice(0, 160), fault: faults.includes('') ? '' : faults[0], ringless: lost,
    same: before?.at === at,
  };
}"""


#: How long a control may go without its name.
_FRAMES = 60


@dataclass(frozen=True)
class Stop:
    role: str
    name: str
    number: int
    html: str

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


class Keyboard:
    """`Keyboard(page).go("Svar", "button")` presses Tab until it stands there; every stop on the way is judged."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tree: CDPSession = page.context.new_cdp_session(page)
        self.way: list[Stop] = []

    def look(self) -> Stop | None:
        """Where one is; nothing where the browser's own bars would be."""
        seen = self.page.evaluate(_LOOK)
        if seen is None:
            return None
        node = self._node()
        stop = Stop(node["role"]["value"], node.get("name", {}).get("value", "").strip(), seen["number"], seen["html"])
        assert stop.name, f"has no name: {stop.html}"
        assert not seen["fault"], f"{stop} {seen['fault']} on {self.page.url}: {stop.html}"
        assert not seen["ringless"], f"looks the same with and without focus on {self.page.url}: {seen['ringless']}"
        return stop

    def _node(self) -> dict:
        # What a page has just fetched into this place has its name a frame or two later.
        for _ in range(_FRAMES):
            handle = self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
            found = self.tree.send("Accessibility.getPartialAXTree", {"objectId": handle, "fetchRelatives": False})
            node = found["nodes"][0]
            if node.get("name", {}).get("value", "").strip():
                break
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return node

    def here(self) -> Stop:
        """Where one is, which must be somewhere: nothing a page fetches may throw one back to its beginning."""
        stop = self.look()
        assert stop, f"focus fell back to the page {self.page.url} after {self.way[-1:] or 'its beginning'}"
        return stop

    def still(self, stop: Stop) -> None:
        """One is at the same control, also where what came above it has pushed it down."""
        node = self._node()
        assert (node["role"]["value"], node.get("name", {}).get("value", "").strip()) == (stop.role, stop.name)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def go(self, name: str, role: str = "", *, back: bool = False, exact: bool = False, most: int = 120) -> Stop:
        """Tab (or Shift+Tab) to the next stop so called, as somebody who reads each stop would. Names may go on."""
        passed = []
        for _ in range(most):
            self.press("Shift+Tab" if back else "Tab")
            stop = self.look()
            called = stop and (stop.name == name if exact else stop.name.startswith(name))
            if stop and called and role in ("", stop.role):
                self.way.append(stop)
                return stop
            passed.append(str(stop))
        raise AssertionError(f"never came to {role} “{name}” on {self.page.url}; passed {passed}")

    def follow(self, name: str) -> None:
        """Go to a link and through it."""
        self.go(name, "link")
        with self.page.expect_navigation():
            self.press("Enter")

    def round(self, most: int = 400) -> list[Stop]:
        """Tab until one leaves the page or is where one began: no stop may hold one."""
        stops: list[Stop] = []
        for _ in range(most):
            self.press("Tab")
            stop = self.look()
            if stop is None or (stops and stop.number == stops[0].number):
                return stops
            assert not stops or stop.number != stops[-1].number, f"{stop} holds the Tab key"
            stops.append(stop)
        raise AssertionError(f"Tab goes round and round on {self.page.url}: {[str(stop) for stop in stops[-12:]]}")
