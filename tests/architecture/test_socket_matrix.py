"""Every address of the socket, every frame up, every kind of key and every delivery, asked by every persona.

The sister of test_authorisation.py: a new websocket route, kind of key or frame without a row fails.
"""

import inspect
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock, live
from community.chat.saying import send_message
from community.live import codes, consumers, delivery, hub, presence
from community.meetings.operations import open_meeting
from config.urls import websocket_urlpatterns
from forums.topics.operations import post_topic
from tests.care import said_about
from tests.personas import CAST
from tests.shared_practice import share, workplaces
from tests.sockets import Page, told
from tests.workplaces import a_company

pytestmark = pytest.mark.django_db(transaction=True)

OWN_GROUP = "freja amina signe tine"

#: Websocket route -> who gets in; everybody else is closed with 4401, or refused in the handshake.
ROUTES = {"live": [name for name in CAST if name != "visitor"], "nowhere": []}

#: Kind of key -> the thing of Torsdagsholdet (or of Freja) asked for, and who may follow it.
KINDS = {
    "board": (lambda world: world.torsdagsholdet.space.board.pk, OWN_GROUP),
    "topic": (lambda world: world.topic.pk, OWN_GROUP),
    "room": (lambda world: world.torsdagsholdet.space.room.pk, OWN_GROUP),
    "meeting": (lambda world: world.meeting.pk, OWN_GROUP),
    "agenda": (lambda world: world.meeting.pk, OWN_GROUP),
    "house_rules": (lambda world: world.torsdagsholdet.pk, OWN_GROUP),
    "person": (lambda world: world.people["freja"].pk, "freja"),
    "care": (lambda world: world.roskilde.pk, "signe tine"),
    "case": (lambda world: world.case.pk, "signe"),
    "practice": (lambda world: world.practice.pk, "mona line signe bo tine ellen"),
    "company": (lambda world: world.company.pk, "freja amina sofie mona signe tine"),
}

#: Frames up and down. The modules of `community.live` know no others; `MODULES` are those that write some.
UP = {"subscribe", "unsubscribe", "ping", "ack", "typing", "here"}
DOWN = {"subscribed", "refused", "unsubscribed", "changed", "entries", "pong", "error", "acknowledge", "typing", "here"}
MODULES = (consumers, live, hub, delivery, presence)
#: What hubs say to each other alone.
BETWEEN_HUBS = {"ending", "gone", "narrowed"}

CANARY = "Kanariefuglen synger i baglokalet"


def test_every_websocket_route_has_a_row():
    assert {pattern.name for pattern in websocket_urlpatterns} == set(ROUTES)


def test_every_kind_of_key_has_a_row():
    assert set(live.subscribable) == set(KINDS)


def test_every_frame_has_a_row():
    source = "".join(inspect.getsource(module) for module in MODULES)
    said = set(re.findall(r'"type": "([a-z_]+)"', source)) - BETWEEN_HUBS
    assert said - (UP - DOWN) == DOWN
    assert set(re.findall(r'"([a-z]+)"', source)) >= UP


@pytest.fixture
def canary_world(aworld):
    aworld.company = a_company(aworld)
    aworld.topic = post_topic(
        actor=aworld.freja,
        board=aworld.torsdagsholdet.space.board,
        kind="experience",
        title="En historie",
        body="",
    )
    workplaces(aworld)
    aworld.practice = share(aworld, "mona", reach="across")
    aworld.case = said_about(aworld, "amina", aworld.topic.posts.get()).case
    starts_at = clock.now() + timedelta(days=7)
    aworld.meeting = open_meeting(actor=None, group=aworld.torsdagsholdet, starts_at=starts_at)
    return aworld


@pytest.mark.parametrize("name", CAST)
async def test_each_persona_follows_what_is_theirs_and_hears_nothing_else(canary_world, name):
    """Connect, each frame up, and then each delivery: what is announced and pushed reaches followers alone."""
    world = canary_world
    page = Page(None if name == "visitor" else world.people[name])
    assert await page.open()
    if name not in ROUTES["live"]:
        assert await page.closed() == codes.SIGNED_OUT
        await page.leave()
        return
    assert not await Page(world.people[name], path="/ws/elsewhere/").open()

    keys = await told(lambda: {kind: f"{kind}:{which(world)}" for kind, (which, _who) in KINDS.items()})
    for kind, (_which, who) in KINDS.items():
        expected = "subscribed" if name in who.split() else "refused"
        assert await page.ask({"type": "subscribe", "key": keys[kind]}) == {"type": expected, "key": keys[kind]}
    assert await page.ask({"type": "ping"}) == {"type": "pong"}

    mine = [keys[kind] for kind, (_which, who) in KINDS.items() if name in who.split()]
    await told(live.announce, list(keys.values()))
    assert sorted([(await page.heard())["key"] for _key in mine]) == sorted(mine)
    await told(lambda: say(world))
    if keys["room"] in mine:
        frame = await page.heard()
        assert (frame["type"], frame["key"]) == ("entries", keys["room"])
        assert frame["entries"][0]["body"] == CANARY
    assert await page.silent()

    for key in keys.values():
        assert await page.ask({"type": "unsubscribe", "key": key}) == {"type": "unsubscribed", "key": key}
    await told(live.announce, list(keys.values()))
    await told(lambda: say(world))
    assert await page.silent()
    await page.leave()


def say(world):
    room = world.torsdagsholdet.space.room
    send_message(actor=world.amina, room=room, body=CANARY, client_uuid=uuid4())


async def test_a_rooms_entry_on_the_socket_is_the_entry_of_its_log(canary_world):
    world = canary_world
    room = await told(lambda: world.torsdagsholdet.space.room)
    async with Page(world.people["freja"]) as page:
        await page.ask({"type": "subscribe", "key": room.live_key})
        await told(lambda: say(world))
        frame = await page.heard()
        log = await told(lambda: page.client.get(f"/chat/{room.pk}/log/").json())
        assert frame == {"type": "entries", "key": room.live_key, "entries": log["entries"]}
        assert json.dumps(frame).count(CANARY) == 1
