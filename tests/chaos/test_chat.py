"""A chat room in a storm: everything that can go away goes away, and not a word is lost, doubled or out of order.

Real web processes, PostgreSQL and Redis of the test's own, and real clients, one of them Chromium. bin/test-long runs
it and prints the counts.
"""

import asyncio
import random
import time
from collections import Counter
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import pytest

from tests.chaos.browser import ChromiumTab, chromium
from tests.chaos.clients import Tab
from tests.chaos.conftest import Grounds
from tests.chaos.services import Webs, needs_own_services, until
from tests.processes import RedisServer
from tests.proxy import Proxy
from tests.support import needs

pytestmark = [
    pytest.mark.long,
    pytest.mark.chaos,
    pytest.mark.processes,
    pytest.mark.browser,
    needs("chromium"),
    needs_own_services,
]

CUTS, ROUNDS, BURST = 50, 3, 2_000
#: Seconds between two lines of one tab: what remains below 60 a minute, also for a person with two tabs.
PAUSE = 2.5
#: Everybody asks the log at least once a minute, so this long after the last disturbance everything is everywhere.
QUIET_WITHIN = 120
#: The whole story; only a failing test waits it out.
WITHIN = 420


class Storm:
    """The services, the tabs, and what is done to them."""

    def __init__(self, grounds: Grounds, redis: RedisServer, webs: Webs, net: Proxy, phone_net: Proxy) -> None:
        self.grounds, self.redis, self.webs, self.net, self.phone_net = grounds, redis, webs, net, phone_net
        self.counts: Counter[str] = Counter()
        members, room = grounds.cast.members, grounds.cast.room
        self.tabs = [Tab(member, room, net, self.counts) for member in members[1:]]
        self.tabs.append(Tab(members[-1], room, net, self.counts, name=f"{members[-1].name} i en anden fane"))
        self.speakers = [Tab(member, room, net, self.counts) for member in grounds.cast.speakers]

    async def cut(self) -> None:
        """Connections end at random, one link of five in Chromium."""
        while self.counts["cuts"] < CUTS:
            net = self.phone_net if self.counts["cuts"] % 5 == 4 else self.net
            if not net.shut:
                self.counts["cuts"] += net.cut_one()
            await asyncio.sleep(random.uniform(0.5, 2.5))

    async def burst(self) -> None:
        """2,000 lines as fast as they go; each speaker stays below 60 a minute."""
        for speaker in self.speakers:
            for number in range(BURST // len(self.speakers)):
                speaker.say(f"{speaker.name} hører kanariefuglen {number}")
        sending = [asyncio.create_task(speaker.send()) for speaker in self.speakers]
        try:
            self.counts["seconds of the burst"] = round(
                await until(lambda: not any(one.outbox for one in self.speakers), within=240, what="the burst is sent")
            )
        finally:
            for task in sending:
                task.cancel()

    async def goes_on(self, words: int = 15) -> None:
        """People keep writing, and are answered."""
        enough = self.counts["acknowledged"] + words
        await until(lambda: self.counts["acknowledged"] >= enough, within=60, what="the writing goes on")

    async def kill_a_web(self, port: int) -> None:
        self.webs.kill(port)
        self.counts["kills of a web process"] += 1
        await self.goes_on()
        await asyncio.to_thread(self.webs.start, port, healthy=False)

    async def kill_redis(self) -> None:
        self.redis.kill()
        self.counts["kills of Redis"] += 1
        await self.goes_on()
        await asyncio.to_thread(self.redis.start)
        await self.goes_on()
        await asyncio.to_thread(self.redis.empty)
        self.counts["FLUSHALLs"] += 1

    async def half_open(self, tab: Tab) -> None:
        """Neither side of the tab's socket is told that nothing arrives any more."""
        opened = tab.opened
        self.net.link_of(tab.local_port).blackhole()
        await until(lambda: tab.opened > opened, within=60, what="a deaf socket is noticed, and another opened")

    async def rage(self) -> None:
        for turn in range(ROUNDS):
            await self.kill_a_web(self.webs.ports[turn % 2])
            await self.kill_redis()
            if turn == 1:
                await asyncio.to_thread(self.grounds.postgres.restart_immediately)
                self.counts["immediate restarts of PostgreSQL"] += 1
                await self.goes_on()
                await self.half_open(self.tabs[0])

    def stands(self) -> list[tuple]:
        """The room's messages as the database has them: number, id, author, UUID and words."""
        return self.grounds.postgres.ask(
            "SELECT seq, id, author_id, client_uuid, body FROM community_message WHERE room_id = %s ORDER BY seq",
            self.grounds.cast.room,
        )

    def last_seq(self) -> int:
        return self.grounds.postgres.ask("SELECT last_seq FROM community_room WHERE id = %s", self.grounds.cast.room)[
            0
        ][0]


async def write_while_away(storm: Storm, phone: ChromiumTab) -> None:
    """The net goes, two lines are written, the page is loaded anew; they are still there and get sent."""
    storm.phone_net.close_down()
    await phone.say("Chromium skriver uden net")
    await phone.say("Chromium skriver igen uden net")
    assert await phone.waiting() == phone.written[-2:]
    await phone.reload_without_net()
    storm.phone_net.open_again()
    await phone.open()
    await until(lambda: all_sent(storm, phone), within=QUIET_WITHIN, what="what waited is sent after the reload")


async def all_sent(storm: Storm, phone: ChromiumTab) -> bool:
    bodies = {row[4] for row in await asyncio.to_thread(storm.stands)}
    return bodies.issuperset(phone.written) and not await phone.waiting()


async def chat_in(phone: ChromiumTab) -> None:
    while True:
        await asyncio.sleep(PAUSE * random.uniform(0.5, 1.5))
        await phone.say(f"Chromium siger {len(phone.written)}")


async def quiet(storm: Storm, phone: ChromiumTab) -> float:
    """Seconds until everything is sent and everybody has everything."""
    begun = time.monotonic()
    everybody = storm.tabs + storm.speakers
    await until(lambda: not any(tab.outbox for tab in everybody), within=QUIET_WITHIN, what="everything is sent")
    try:
        await until(lambda: all_sent(storm, phone), within=QUIET_WITHIN, what="Chromium has sent everything", every=1)
    except AssertionError as error:
        stands = {row[4] for row in await asyncio.to_thread(storm.stands)}
        missing = [text for text in phone.written if text not in stands]
        raise AssertionError(f"{missing} do not stand; waiting: {await phone.waiting()}; {phone.visited}") from error
    last = await asyncio.to_thread(storm.last_seq)

    async def everybody_has_it() -> bool:
        shown = await phone.shown()
        return all(tab.seq == last for tab in storm.tabs) and bool(shown) and shown[-1][0] == last

    await until(everybody_has_it, within=QUIET_WITHIN, what=f"everybody shows everything up to {last}", every=1)
    return time.monotonic() - begun


async def judge(storm: Storm, phone: ChromiumTab) -> None:
    stands = await asyncio.to_thread(storm.stands)
    everybody = storm.tabs + storm.speakers
    assert [fault for tab in everybody for fault in tab.faults] == []
    # The log has no holes, and what was written once stands once.
    assert [row[0] for row in stands] == list(range(1, await asyncio.to_thread(storm.last_seq) + 1))
    written = [text for tab in everybody for text in tab.written.values()] + phone.written
    assert Counter(row[4] for row in stands) == Counter(written)
    assert max(Counter(written).values()) == 1
    # What was acknowledged stands under the number that was said.
    at_uuid = {(row[2], row[3]): row for row in stands}
    for tab in everybody:
        assert tab.acknowledged.keys() == tab.written.keys()
        for uuid, entry in tab.acknowledged.items():
            assert at_uuid[tab.member.id, uuid][:2] == (entry["seq"], entry["id"])
    # Everybody shows the same, each once, in the same order.
    order = [row[:2] for row in stands]
    for tab in storm.tabs:
        assert [(entry["seq"], entry["id"]) for entry in tab.shown] == order, tab.name
        assert not tab.early
    shown = await phone.shown()
    assert shown == [(row[0], row[4]) for row in stands[-len(shown) :]]
    # Nothing but ourselves took the page out of the room.
    assert {urlsplit(address).path for address in phone.visited[-1:]} == {f"/chat/{phone.room}/"}
    storm.counts["messages in Chromium's page"] = len(shown)


async def test_nothing_is_lost_doubled_or_reordered(grounds, tmp_path, capsys):
    begun = time.monotonic()
    with RedisServer(tmp_path) as redis, Webs(2, REDIS_URL=redis.url, **grounds.variables) as webs:
        async with AsyncExitStack() as stack:
            net, phone_net = [await stack.enter_async_context(Proxy(webs.ports)) for _one in range(2)]
            storm = Storm(grounds, redis, webs, net, phone_net)
            member, room = grounds.cast.members[0], grounds.cast.room
            phone = await stack.enter_async_context(chromium(member, room, phone_net))
            await phone.open()
            async with asyncio.timeout(WITHIN), asyncio.TaskGroup() as tasks:
                sitting = [tasks.create_task(tab.run()) for tab in storm.tabs]
                await until(lambda: all(tab.opened for tab in storm.tabs), within=60, what="everybody sits in the room")
                # One person in two tabs writes half as fast in each.
                chatting = [
                    tasks.create_task(tab.chat(PAUSE * (2 if tab.member == storm.tabs[-1].member else 1)))
                    for tab in storm.tabs
                ]
                await write_while_away(storm, phone)
                chatting.append(tasks.create_task(chat_in(phone)))
                async with asyncio.TaskGroup() as weather:
                    for trouble in (storm.cut(), storm.burst(), storm.rage()):
                        weather.create_task(trouble)
                for task in chatting:
                    task.cancel()
                storm.counts["seconds of the storm"] = round(time.monotonic() - begun)
                storm.counts["seconds until everybody had everything"] = round(await quiet(storm, phone))
                await judge(storm, phone)
                for task in sitting:
                    task.cancel()
        assert "Fatal Python error" not in webs.log()
    storm.counts["messages"] = await asyncio.to_thread(storm.last_seq)
    storm.counts["seconds in all"] = round(time.monotonic() - begun)
    with capsys.disabled():
        print()
        for what, number in sorted(storm.counts.items()):
            print(f"  {what:40} {number:6}")
        codes = sum((tab.codes for tab in storm.tabs), Counter())
        print("  sockets closed with: " + ", ".join(f"{code} × {times}" for code, times in sorted(codes.items())))
