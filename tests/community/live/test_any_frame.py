"""Whatever a page says into the socket, it gets an answer that it knows, and the socket lives on."""

import json

import pytest
from hypothesis import strategies as st

from tests.hypotheses import JSON, WORDS, thought_of
from tests.sockets import Page

pytestmark = pytest.mark.django_db(transaction=True)

#: Words of the two sides (docs/live.md), in place and out of it.
TYPES = ["subscribe", "unsubscribe", "typing", "here", "ack", "ping", "subscribed", "entries", "close", "__class__"]
KEYS = st.builds("{}:{}".format, st.sampled_from(["board", "topic", "person", "chat", "room", "x"]), st.integers())
SAID = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES) | JSON},
    optional={"key": KEYS | WORDS | JSON, "bytes": JSON, "seq": JSON, "person": JSON, "from": JSON},
)
FRAMES = WORDS | st.binary(max_size=60) | st.builds(json.dumps, SAID | JSON)

#: What may come before the answer to the ping. "try_again" would say that something broke.
ANSWERS = {"error", "refused", "subscribed", "unsubscribed", "pong", "acknowledge"}
FAULTS = {"not_json", "not_text", "too_long", "unknown_type", "bad_key", "not_followed"}
#: A page may say two hundred things at once.
AT_ONCE = 90


async def test_any_frame_is_answered_and_then_the_ping(aworld):
    frames = thought_of(FRAMES, 3 * AT_ONCE)
    assert len(frames) > 2 * AT_ONCE
    errors = 0
    for name, start in (("freja", 0), ("signe", AT_ONCE), ("mona", 2 * AT_ONCE)):
        async with Page(aworld.people[name]) as page:
            for frame in frames[start : start + AT_ONCE]:
                await page.send(frame)
                # The answer to this follows all answers to that.
                await page.send(json.dumps({"type": "unsubscribe", "key": "end:1"}))
                while (heard := await page.heard()) != {"type": "unsubscribed", "key": "end:1"}:
                    assert heard["type"] in ANSWERS, frame
                    if heard["type"] == "error":
                        errors += 1
                        assert heard["code"] in FAULTS, frame
            assert await page.ask({"type": "ping"}) == {"type": "pong"}
    assert errors > AT_ONCE
