"""One member in a real Chromium, with the room's page open and writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from playwright.async_api import BrowserContext, Error, Page, async_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, DESK
from tests.chaos.cast import Member
from tests.chaos.services import until
from tests.proxy import Proxy

#: A page of a site that is being torn apart may need several tries.
OPEN_WITHIN = 60
#: A page that takes in 2,000 messages on a machine that does everything else too answers late.
AT_LENGTH = 120


class ChromiumTab:
    def __init__(self, context: BrowserContext, member: Member, room: int, proxy: Proxy) -> None:
        self.context, self.member, self.room, self.proxy = context, member, room, proxy
        self.written: list[str] = []
        self.page: Page | None = None
        #: Where the page has been; nothing but ourselves takes it out of the room.
        self.visited: list[str] = []

    async def open(self) -> None:
        """The room's page, in a new tab or again in the one there is, however often it takes."""
        if self.page is None:
            self.page = await self.context.new_page()
            self.page.set_default_timeout(AT_LENGTH * 1000)
            self.page.on("framenavigated", lambda frame: self.visited.append(frame.url))
        here = self.page

        async def opened() -> bool:
            try:
                answer = await here.goto(f"{self.proxy.url}/chat/{self.room}/", timeout=20_000)
                return bool(answer and answer.ok and await here.locator("textarea[name=body]").count())
            except Error:
                return False

        await until(opened, within=OPEN_WITHIN, what="Chromium opens the room", every=0.5)
        # Only now does the page's script send what is written instead of the form itself.
        await here.locator("body[data-live-state=open]").wait_for()

    async def say(self, text: str) -> None:
        assert self.page is not None
        field = self.page.locator("textarea[name=body]")
        await field.fill(text)
        await field.evaluate("field => field.form.requestSubmit()")
        self.written.append(text)

    async def reload_without_net(self) -> None:
        """The net is away, and the page is loaded anew: it can only fail."""
        assert self.page is not None
        with suppress(Error):
            await self.page.reload(timeout=10_000)

    async def crash(self) -> None:
        """The tab's process ends, as when the phone needs its memory; afterwards a new tab is opened."""
        assert self.page is not None
        crashed: list[Page] = []
        self.page.on("crash", lambda page: crashed.append(page))
        with suppress(Error):
            await self.page.goto("chrome://crash", timeout=5_000)
        await until(lambda: crashed, within=10, what="Chromium's tab crashed")
        await self.page.close()
        self.page = None

    async def waiting(self) -> list[str]:
        """The words of messages that have no number yet."""
        assert self.page is not None
        return await self.page.locator(".chat__echoes li .bubble").all_inner_texts()

    async def shown(self) -> list[tuple[int, str]]:
        """The numbers and words of the messages in the page, in the page's order."""
        assert self.page is not None
        lines = await self.page.locator("li.msg[data-seq]").evaluate_all(
            "lines => lines.map(line => [Number(line.dataset.seq), line.querySelector('.bubble').textContent])"
        )
        return [(seq, text.strip()) for seq, text in lines]


@asynccontextmanager
async def chromium(member: Member, room: int, proxy: Proxy) -> AsyncIterator[ChromiumTab]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            context = await browser.new_context(viewport=DESK, locale="da-DK")
            await context.add_cookies(
                [{"name": name, "value": value, "url": proxy.url} for name, value in member.cookies.items()]
            )
            yield ChromiumTab(context, member, room, proxy)
        finally:
            await browser.close()
