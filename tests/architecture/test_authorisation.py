"""Every registered address, by every method it answers, asked by every persona."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from community.chat.operations import send_message
from forums.topics.operations import post_topic
from tests.architecture.authorisation import ROWS, SIGN_IN
from tests.personas import CAST
from tests.tellings import answer_to

#: Words that stand in Torsdagsholdet's space and must reach nobody outside it.
CANARY = "Kanariefuglen synger i baglokalet"

#: Everything below is Wagtail's own, gated as a whole.
ADMIN = "admin/"

#: Parts of admin addresses that answer anybody because they hold nothing: translations of buttons, icons.
OPEN_IN_ADMIN = ("jsi18n", "sprite")

WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def canary_world(world):
    world.topic = post_topic(
        actor=world.freja,
        board=world.torsdagsholdet.space.board,
        kind="experience",
        title=CANARY,
        body=CANARY,
    )
    send_message(actor=world.freja, room=world.torsdagsholdet.space.room, body=CANARY, client_uuid=uuid4())
    answer_to(actor=world.amina, topic=world.topic, body=CANARY)
    return world


@pytest.mark.parametrize("persona", CAST)
def test_every_route_answers_as_the_table_says(canary_world, browse, persona):
    """One persona walks the whole table; each answer's status is the table's and no answer carries others' words."""
    sees_canary = persona in ("freja", "amina", "signe", "tine")
    wrong = []
    for row in ROWS:
        client = browse(persona)
        path = row.path(canary_world)
        send = getattr(client, row.method.lower())
        response = (
            send(path, row.data(canary_world), headers=row.headers)
            if row.method in WRITES
            else send(path, headers=row.headers)
        )
        expected = row.expected(persona)
        if expected == SIGN_IN:
            right = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        else:
            right = response.status_code == expected
        if not right:
            wrong.append(f"{row}: {response.status_code} {response.get('Location', '')}, expected {expected}")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if not sees_canary and CANARY.encode() in body:
            wrong.append(f"{row}: leaks the canary")
    assert not wrong, f"{persona}:\n" + "\n".join(wrong)


def test_the_table_has_a_denial_with_data_that_could_leak(canary_world, browse):
    """The canary does stand on the pages of those who may see it: the denials above deny something."""
    assert CANARY in browse("amina").get(f"/topics/{canary_world.topic.pk}/").content.decode()
    # Amina answered it and has read it; to Tine it is news.
    assert CANARY in browse("tine").get("/since-last/").content.decode()
    room = canary_world.torsdagsholdet.space.room
    for path in ("/chat/", f"/chat/{room.pk}/"):
        assert CANARY in browse("amina").get(path).content.decode()
    assert browse("amina").get(f"/chat/{room.pk}/log/").json()["entries"][0]["body"] == CANARY


def registered(patterns=None, namespace: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every registered address, libraries with their namespace."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from registered(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or route}", route


def test_every_registered_route_has_a_row():
    rows = {row.name for row in ROWS}
    missing = sorted({name for name, route in registered() if name not in rows and not route.startswith(ADMIN)})
    assert not missing, "Routes without a row in tests/architecture/authorisation.py:\n" + "\n".join(missing)


@pytest.mark.parametrize("persona", [name for name in CAST if name != "karla"])
def test_the_admin_is_closed_to_all_but_editors(canary_world, browse, persona):
    """Whatever the admin offers, at every address without a number in it: only editors come in."""
    client = browse(persona)
    routes = {
        route for _name, route in registered() if route.startswith(ADMIN) and "<" not in route and "(" not in route
    }
    assert len(routes) > 50
    opened = [
        route
        for route in sorted(routes)
        if client.get("/" + route.rstrip("$")).status_code not in (302, 403, 404, 405)
        and not any(word in route for word in OPEN_IN_ADMIN)
    ]
    assert not opened


def test_every_row_has_its_route():
    names = {name for name, _route in registered()}
    assert not [str(row) for row in ROWS if row.name not in names]


def test_rows_are_told_apart():
    rows = [str(row) for row in ROWS]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_no_route_answers_other_methods(canary_world, browse, method):
    """What no row names is not offered: 405, or as if it were not there."""
    client = browse("freja")
    for row in {row.name: row for row in ROWS}.values():
        answer = client.generic(method, row.path(canary_world)).status_code
        assert answer in (302, 403, 404, 405), f"{method} {row.name}: {answer}"
