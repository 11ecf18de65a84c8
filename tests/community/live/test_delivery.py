"""What reaches a page, in how many frames, and what it cost: through the open socket and the whole application."""

import json

import pytest
from django.db import connection

from community import live
from community.live import delivery, hub
from community.people.models import AccessEnding
from tests.sockets import Page, told

pytestmark = pytest.mark.django_db(transaction=True)


def entry(seq: int, body: str = "oppe") -> dict:
    return {"seq": seq, "kind": "message", "body": body}


def push_each(key: str, numbers, body: str = "oppe") -> None:
    """As so many people who send in the same moment: each is pushed by itself."""
    for seq in numbers:
        live.push(key, [entry(seq, body)])


async def follow(page: Page, key: str) -> None:
    assert await page.ask({"type": "subscribe", "key": key}) == {"type": "subscribed", "key": key}


async def seqs_until(page: Page, last: int) -> list[list[int]]:
    """The numbers in each frame, up to this one."""
    frames: list[list[int]] = []
    while not frames or last not in frames[-1]:
        frame = await page.heard()
        if frame["type"] == "acknowledge":
            await page.send(json.dumps({"type": "ack", "n": frame["n"]}))
        else:
            frames.append([one["seq"] for one in frame["entries"]])
    return frames


async def test_what_is_said_in_one_moment_travels_together_and_in_order(aworld):
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as page:
        await follow(page, key)
        await told(push_each, key, [1])
        assert await seqs_until(page, 1) == [[1]]
        await told(push_each, key, [*range(3, 202), 2])
        frames = await seqs_until(page, 201)
        while sum(map(len, frames)) < 200:
            frames += await seqs_until(page, 2)
        assert sorted(seq for frame in frames for seq in frame) == list(range(2, 202))
        assert all(frame == sorted(frame) for frame in frames)
        assert len(frames) < 50


async def test_a_burst_of_two_thousand_arrives_whole_in_frames_of_their_size(aworld):
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as page:
        await follow(page, key)
        await told(live.push, key, [entry(seq, "ø" * 60) for seq in range(1, 2001)])
        longest, seen = 0, []
        while len(seen) < 2000:
            message = await page.socket.receive_output(10)
            frame = json.loads(message["text"])
            if frame["type"] == "entries":
                longest = max(longest, len(message["text"]))
                seen += [one["seq"] for one in frame["entries"]]
        assert seen == list(range(1, 2001))
        assert longest < delivery.FRAME_SIZE * 1.1
        assert frame["entries"][-1] == entry(2000, "ø" * 60)


async def test_an_entry_longer_than_a_frame_is_a_frame_of_its_own(aworld):
    key = f"person:{aworld.people['freja'].pk}"
    long = "x" * (delivery.FRAME_SIZE + 1)
    async with Page(aworld.people["freja"]) as page:
        await follow(page, key)
        await told(live.push, key, [entry(1), entry(2, long), entry(3)])
        assert await seqs_until(page, 3) == [[1], [2], [3]]


async def test_a_room_that_is_busy_keeps_no_other_waiting(aworld):
    """Each key has its own pace: what is first for one key goes in the next round, whatever another has to say."""
    freja, amina = aworld.people["freja"], aworld.people["amina"]
    busy, calm = f"person:{freja.pk}", f"person:{amina.pk}"
    async with Page(freja) as one, Page(amina) as other:
        await follow(one, busy)
        await follow(other, calm)
        rounds = 0
        for seq in range(1, 400):
            live.push(busy, [entry(seq)])
        live.push(calm, [entry(1)])
        assert await seqs_until(other, 1) == [[1]]
        rounds = len(await seqs_until(one, 399))
        assert rounds <= 20


async def test_one_question_for_endings_a_round_whatever_the_number_of_sockets(aworld):
    asked: list[str] = []

    class Counted:
        def __enter__(self):
            def note(execute, sql, params, many, context):
                asked.append(sql)
                return execute(sql, params, many, context)

            self.wrapper = connection.execute_wrapper(note)
            self.wrapper.__enter__()

        def __exit__(self, *error):
            self.wrapper.__exit__(*error)

    rounds = {}
    for sockets in (1, 6):
        pages = [Page(aworld.people["freja"]) for _number in range(sockets)]
        key = f"person:{aworld.people['freja'].pk}"
        for page in pages:
            await page.open()
            await follow(page, key)
        counted = Counted()
        # The questions are asked in the thread of endings, with a connection of its own.
        await hub.here().endings.database.ask(counted.__enter__)
        asked.clear()
        await told(live.push, key, [entry(1), entry(2)])
        for page in pages:
            assert await seqs_until(page, 2) == [[1, 2]]
        await hub.here().endings.database.ask(counted.__exit__, None, None, None)
        rounds[sockets] = len(asked)
        for page in pages:
            await page.leave()
    # The question once a second may fall in between.
    assert set(rounds.values()) <= {1, 2}, rounds


async def test_nothing_stored_after_an_ending_is_delivered_also_in_a_paced_round(aworld):
    """The ending stands in the database and nobody was told; the entries wait in the round behind it."""
    freja = aworld.people["freja"]
    key = f"person:{freja.pk}"
    async with Page(freja) as page:
        await follow(page, key)
        await told(push_each, key, [1])
        heard = (await seqs_until(page, 1))[0]

        def end_and_say() -> None:
            AccessEnding.objects.create(person=freja, reason=AccessEnding.Reason.MEMBERSHIP_ENDED)
            push_each(key, range(2, 50))

        await told(end_and_say)
        code = None
        while code is None:
            message = await page.socket.receive_output(10)
            if message["type"] == "websocket.close":
                code = message["code"]
            else:
                heard += [one["seq"] for one in json.loads(message["text"])["entries"]]
        assert (code, heard) == (4403, [1])
        assert await page.silent()


async def test_pages_fetch_anew_when_words_of_other_processes_were_lost(aworld):
    """A number that the process said to itself over the channel layer did not come back; the next one did."""
    key = f"person:{aworld.people['freja'].pk}"
    async with Page(aworld.people["freja"]) as page:
        await follow(page, key)
        line = hub.here().line
        line._felt(line._heard + 1)
        assert await page.silent()
        line._felt(line._heard + 2)
        assert await page.heard() == {"type": "changed", "key": key}
