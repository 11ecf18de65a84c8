"""Sockets that read are asked and stay; sockets that do not are cut; quiet ones are left alone."""

import json

import pytest

from community import live
from community.live import acknowledgement, codes, hub
from tests.sockets import Page, told

pytestmark = pytest.mark.django_db(transaction=True)

#: A frame of about this many bytes.
SOME, MUCH = 20_000, 66_000


async def follow(page: Page) -> str:
    key = f"person:{page.person.pk}"
    assert await page.ask({"type": "subscribe", "key": key}) == {"type": "subscribed", "key": key}
    return key


async def give(key: str, size: int, seq: int = 1) -> None:
    await told(live.push, key, [{"seq": seq, "body": "x" * size}])


def account_of(page: Page) -> acknowledgement.Account:
    (found,) = [one for one in hub.here().sockets if one.session_key == page.session_key]
    return found.account


async def test_a_socket_is_asked_at_once_after_much_and_answers(aworld):
    async with Page(aworld.people["freja"]) as page:
        key = await follow(page)
        for seq in range(1, 60):
            # 4 MB in all: far more than may be owed, and none of it is.
            await give(key, MUCH, seq)
            assert (await page.heard())["type"] == "entries"
            assert await page.heard() == {"type": "acknowledge", "n": seq}
            await page.send(json.dumps({"type": "ack", "n": seq}))
        assert await page.ask({"type": "ping"}) == {"type": "pong"}
        assert account_of(page).owed < acknowledgement.ASK_AFTER


async def test_some_bytes_are_asked_for_within_the_second_and_few_never(aworld):
    async with Page(aworld.people["freja"]) as page:
        key = await follow(page)
        await give(key, 1_000)
        assert (await page.heard())["type"] == "entries"
        await hub.here().look()
        assert await page.silent()
        await give(key, SOME, 2)
        assert (await page.heard())["type"] == "entries"
        # The hub looks by itself, once a second.
        assert await page.heard() == {"type": "acknowledge", "n": 1}


async def test_who_owes_too_much_is_cut_and_the_others_hear_on(aworld):
    freja = aworld.people["freja"]
    async with Page(freja) as stopped, Page(freja) as reader:
        key = await follow(stopped)
        await follow(reader)
        for seq in range(1, acknowledgement.MOST_OWED // MUCH + 3):
            await give(key, MUCH, seq)
            assert (await reader.heard())["entries"][0]["seq"] == seq
            await reader.send(json.dumps({"type": "ack", "n": (await reader.heard())["n"]}))
        assert await stopped.closed() == codes.NO_ANSWER
        assert await reader.ask({"type": "ping"}) == {"type": "pong"}


async def test_who_does_not_answer_in_time_is_cut(aworld):
    async with Page(aworld.people["freja"]) as page:
        key = await follow(page)
        await give(key, MUCH)
        assert (await page.heard())["type"] == "entries"
        assert (await page.heard())["type"] == "acknowledge"
        account = account_of(page)
        number, given, asked_at = account.open[0]
        assert not account.lost(asked_at + acknowledgement.ANSWER_WITHIN - 0.1)
        # As if the seconds had gone by.
        account.open[0] = number, given, asked_at - acknowledgement.ANSWER_WITHIN
        await hub.here().look()
        assert await page.closed() == codes.NO_ANSWER


@pytest.mark.parametrize("number", [0, -1, 2, 10**30, True, None, "1", 1.0, []])
async def test_an_answer_to_nothing_acknowledges_nothing(aworld, number):
    async with Page(aworld.people["freja"]) as page:
        key = await follow(page)
        await give(key, MUCH)
        await page.heard()
        assert (await page.heard())["n"] == 1
        await page.send(json.dumps({"type": "ack", "n": number}))
        assert await page.ask({"type": "ping"}) == {"type": "pong"}
        assert account_of(page).owed > MUCH


async def test_answers_are_no_flood(aworld):
    """As many as we asked for; those we did not ask for count as any frame does."""
    async with Page(aworld.people["freja"]) as page:
        await page.ask({"type": "ping"})
        for number in range(1, 401):
            account_of(page).ask()
            await page.send(json.dumps({"type": "ack", "n": number}))
        assert await page.ask({"type": "ping"}) == {"type": "pong"}
        for _number in range(400):
            await page.send('{"type": "ack", "n": 400}')
        assert await page.closed() == codes.POLICY_VIOLATION


async def test_a_quiet_socket_is_asked_whether_it_is_there_and_cut_when_it_is_not(aworld):
    async with Page(aworld.people["freja"]) as there, Page(aworld.people["freja"]) as gone:
        for page in (there, gone):
            await page.ask({"type": "ping"})
            account_of(page).heard_at -= acknowledgement.ASK_IF_THERE
        await hub.here().look()
        for page in (there, gone):
            assert await page.heard() == {"type": "acknowledge", "n": 1}
        await there.send('{"type": "ack", "n": 1}')
        assert await there.ask({"type": "ping"}) == {"type": "pong"}
        await hub.here().look()
        assert await gone.silent()
        account_of(gone).heard_at -= acknowledgement.SILENT_FOR - acknowledgement.ASK_IF_THERE
        await hub.here().look()
        assert await gone.closed() == codes.NO_ANSWER
        assert await there.ask({"type": "ping"}) == {"type": "pong"}
