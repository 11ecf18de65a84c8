"""Whatever is typed into whatever field: no script, no handler and no foreign address in what a browser makes of the
pages, mails and admin pages that show it, nothing that the same pages do not have for harmless words, and no 500."""

import re
from collections import defaultdict
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection

from tests.dom import Document, chromium
from tests.doors import DOORS
from tests.hostile_strings import HARMLESS, hostile
from tests.stage import Stage
from tests.support import needs
from tests.tellings import youth_topic

pytestmark = needs("chromium")


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def stage(world, settings):
    """Many posts in a short time are wanted here."""
    cache.clear()
    limits = settings.ACCOUNT_RATE_LIMITS.items()
    settings.ACCOUNT_RATE_LIMITS = {name: re.sub(r"\d+(?=/\w+/)", "1000000", limit) for name, limit in limits}
    return lambda texts, **more: Stage(world, texts, **more)


#: Says that something is new; whether anything is, the clock decides as much as the words.
DOT = '<span class="dot">'


def judge(browser, calm, wild):
    """Faults of the wild documents, and what they have that no calm one of the same name has."""
    seen, found = defaultdict(set), []
    for document, sight in zip(calm, browser.look(calm), strict=True):
        seen[document.name.partition(" ")[0]] |= sight.shape
        found += [f"harmless {document.name}: {fault}" for fault in sight.faults]
    for document, sight in zip(wild, browser.look(wild), strict=True):
        extra = sight.shape - seen[document.name.partition(" ")[0]] - {DOT}
        told = [*sight.faults, *(f"has {one}" for one in sorted(extra)), *(f"lost {one!r}" for one in sight.unread)]
        found += [f"{document.name}: {one[:300]}" for one in told]
    return list(dict.fromkeys(found))


def speak(browser, stage, name, texts, **more):
    calm, wild = stage(HARMLESS), stage(texts, **more)
    DOORS[name](calm)
    DOORS[name](wild)
    assert wild.documents
    found = judge(browser, calm.documents, wild.documents)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found[:40])


@pytest.mark.parametrize("name", DOORS)
def test_four_hundred_strings_do_nothing_but_stand_there(browser, stage, name):
    # A browser reads the same of them whatever keeps them; what that cannot keep is asked of every field elsewhere.
    texts = hostile(400)[:: 4 if connection.vendor == "postgresql" else 1]
    speak(browser, stage, name, texts, every=30, begin=list(DOORS).index(name), look=3)


@pytest.mark.long
@pytest.mark.parametrize("name", DOORS)
def test_five_thousand_strings_do_nothing_but_stand_there(browser, stage, name):
    """Every long field is sent every text, several at a time; the look of the words and the lists get each alone."""
    speak(browser, stage, name, hostile(5_000), every=8, begin=list(DOORS).index(name), look=10)


#: A form, the fields that hold the words, and what is wrong beside them.
REFUSED = {
    "new_topic": ("freja", ("title", "body"), {"kind": "nonsense"}),
    "post_reply": ("amina", ("body",), {"kind": "nonsense"}),
    "witness_topic": ("amina", ("expression", "image", "resonance"), {"transport": "x" * 4_001, "to": "send"}),
    "edit_post": ("freja", ("body",), {"title": ""}),
    "send_message": ("freja", ("body",), {"client_uuid": "nonsense"}),
    "edit_profile": ("freja", ("about", "phone"), {"display_name": "Freja, chef"}),
    "search": ("amina", ("words",), {"place": "nonsense"}),
    "invite": ("signe", ("invited_name", "title"), {"place": "nonsense"}),
}


def test_what_was_typed_stands_in_the_form_after_an_error(browser, world, stage):
    calm = stage(HARMLESS)
    topic, network = youth_topic(world), [world.roskilde.pk]
    board = topic.board
    places = {"post_reply": [topic.pk], "witness_topic": [topic.pk], "edit_post": [topic.posts.get().pk]}
    places |= {"new_topic": [board.pk], "send_message": [board.space.room.pk], "invite": network}
    documents = []
    for name, (who, fields, wrong) in REFUSED.items():
        for text in hostile(400)[::12]:
            # Beginning and end stand in every field, so that nothing is nothing.
            typed = f"Ø{text[:500]}Ø"
            data = {"client_uuid": uuid4(), "language": "da"} | dict.fromkeys(fields, typed) | wrong
            answer = calm.post(who, name, *places.get(name, []), data=data)
            received = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            documents.append(Document(name, answer.content.decode(), kept=dict.fromkeys(fields, received)))
    lost = [
        f"{d.name}: {one!r}" for d, seen in zip(documents, browser.look(documents), strict=True) for one in seen.unread
    ]
    assert not lost, "\n".join(lost[:20])
