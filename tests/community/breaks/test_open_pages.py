"""A break begins on one device: the open pages of the others are led to where it ends, and hear of nothing more."""

import pytest

from community import live
from community.breaks.operations import come_back, take_break
from community.live import codes
from tests.sockets import Page, told

pytestmark = pytest.mark.django_db(transaction=True)


async def test_open_pages_are_cut_and_follow_nothing_until_one_is_back(aworld):
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as freja, Page(aworld.people["amina"]) as amina:
        await freja.ask({"type": "subscribe", "key": key})
        await amina.ask({"type": "ping"})
        await told(lambda: take_break(actor=aworld.freja))
        assert await freja.closed() == codes.ACCESS_ENDED
        await told(live.announce, [key])
        assert await freja.silent()
    async with Page(aworld.people["freja"]) as again:
        assert await again.ask({"type": "subscribe", "key": key}) == {"type": "refused", "key": key}
        await told(lambda: come_back(actor=aworld.freja))
        assert (await again.ask({"type": "subscribe", "key": key}))["type"] == "subscribed"
