"""Pages that are open when fewer may read than before: their sockets hear nothing more."""

import pytest

from community import live
from company_network.practices.operations import set_reach
from tests.care import said_about
from tests.shared_practice import share, workplaces
from tests.sockets import Page, told

pytestmark = pytest.mark.django_db(transaction=True)


async def follow(page, key):
    assert await page.ask({"type": "subscribe", "key": key}) == {"type": "subscribed", "key": key}


@pytest.fixture
def topic(aworld):
    workplaces(aworld)
    return share(aworld, "mona", reach="across")


@pytest.mark.parametrize("kind", ["topic", "practice"])
async def test_narrowing_cuts_what_others_follow_and_nobody_elses(aworld, topic, kind):
    key = f"{kind}:{topic.pk}"
    async with Page(aworld.people["line"]) as line, Page(aworld.people["rashid"]) as rashid:
        await follow(line, key)
        await follow(rashid, key)
        await told(lambda: set_reach(actor=aworld.mona, topic=topic, reach="space"))
        refused = {"type": "refused", "key": key}
        frames = [await line.heard()]
        if frames[0] != refused:
            frames.append(await line.heard())
        assert frames[-1] == refused
        await told(live.announce, [key])
        assert (await rashid.heard())["type"] == "changed"
        assert await line.silent()
        assert await line.ask({"type": "subscribe", "key": key}) == refused


async def test_a_hidden_story_is_followed_by_its_author_and_consultants_alone(aworld, topic):
    key = f"topic:{topic.pk}"
    async with Page(aworld.people["line"]) as line, Page(aworld.people["signe"]) as signe:
        await follow(line, key)
        await follow(signe, key)
        await told(lambda: said_about(aworld, "rashid", topic.posts.get(), "names"))
        frames = [await line.heard()]
        if frames[0]["type"] != "refused":
            frames.append(await line.heard())
        assert frames[-1] == {"type": "refused", "key": key}
        assert (await signe.heard())["type"] == "changed"
        await told(live.announce, [key])
        assert await line.silent()
