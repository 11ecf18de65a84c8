"""A tab that crashes while its net is away: what was written there is there again in the next tab, and gets sent."""

import asyncio

import pytest

from tests.chaos.browser import chromium
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


async def test_what_a_crashed_tab_had_not_sent_is_sent_by_the_next(grounds, tmp_path):
    member, room, written = grounds.cast.members[0], grounds.cast.room, "Kanariefuglen sang, lige før det gik ned"
    with RedisServer(tmp_path) as redis, Webs(1, REDIS_URL=redis.url, **grounds.variables) as webs:
        async with Proxy(webs.ports) as net, chromium(member, room, net) as phone:
            await phone.open()
            net.close_down()
            await phone.say(written)
            assert await phone.waiting() == [written]
            await phone.crash()
            net.open_again()
            await phone.open()

            async def stands() -> bool:
                question = "SELECT count(*) FROM community_message WHERE room_id = %s AND body = %s"
                found = await asyncio.to_thread(grounds.postgres.ask, question, room, written)
                return found == [(1,)] and not await phone.waiting()

            await until(stands, within=45, what="what was unsent is sent", every=0.5)
