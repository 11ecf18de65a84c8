"""Every registered address, by every method it answers, asked by every persona."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.authorisation import ROWS, SIGN_IN
from tests.architecture.canaries import CANARY, DIGITS
from tests.architecture.rows.row import Row
from tests.architecture.writes import undone, written_tables
from tests.personas import CAST

#: What looking may write, and nothing else.
LOOKING_WRITES = {
    "django_session": "when a session began, was last used, and which challenge a passkey was given",
    "usersessions_usersession": "from where a session was last used",
    "community_auditentry": "that somebody read what is another's",
    "community_notification": "that one has read what it was about",
    "home_scancount": "that a code on paper was followed, without by whom",
    "home_feed": "a feed's name, given when it is first fetched",
    "home_issuedsound": "a sound's address in a feed, given when it is first fetched",
    "home_publicrendition": "a picture in a size, made when it is first fetched",
}

#: Everything below is Wagtail's own, gated as a whole.
ADMIN = "admin/"

#: Parts of admin addresses that answer anybody because they hold nothing: translations of buttons, icons.
OPEN_IN_ADMIN = ("jsi18n", "sprite")

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
SEES_CANARY = ("freja", "amina", "signe", "tine")

#: Who holds what somebody else of the cast holds too, in the same network or the other one.
LIKE_ANOTHER = ("amina", "sofie", "line", "bo")
TOGETHER = [
    pytest.param([name for name in CAST if name not in LIKE_ANOTHER], id="each of a kind"),
    pytest.param(LIKE_ANOTHER, marks=pytest.mark.once, id="like another"),
]


# Many requests, and on a busy machine the database is made meanwhile.
@pytest.mark.timeout(30 * 60)
@pytest.mark.parametrize("personas", TOGETHER)
def test_every_route_answers_as_the_table_says(canary_world, browse, personas):
    """Each row is asked by one persona after the other, and none of them finds what the one before did: each answer's
    status is the table's and no answer carries others' words."""
    clients = {persona: browse(persona) for persona in personas}
    absent = {persona: Absent(browse(persona)) for persona in personas}
    wrong = []
    for row in ROWS:
        path = row.path(canary_world)
        for persona, client in clients.items():
            with undone(client):
                faults = faults_of(row, persona, client, path, row.data(canary_world), absent[persona])
            wrong += [f"{persona}, {row}: {fault}" for fault in faults]
    assert not wrong, "\n" + "\n".join(wrong)


def faults_of(row: Row, persona: str, client: Client, path: str, data: dict[str, Any], absent: "Absent") -> list[str]:
    """What is not right about the answer to a persona."""
    wrong = []
    body = {"data": data} if row.method in WRITES else {}
    with written_tables() as written:
        response = getattr(client, row.method.lower())(path, headers=row.headers, **body)
    expected = row.expected(persona)
    if expected == SIGN_IN:
        right = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    else:
        right = response.status_code == expected
    if not right:
        wrong.append(f"{response.status_code} {response.get('Location', '')}, expected {expected}")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if persona not in SEES_CANARY and CANARY.encode() in content:
        wrong.append("leaks the canary")
    if persona != "freja" and DIGITS in re.sub(r"[\s().-]|&nbsp;|%20", "", content.decode(errors="replace")):
        wrong.append("leaks the number")
    if row.method not in WRITES and written - LOOKING_WRITES.keys():
        wrong.append(f"looking writes {sorted(written - LOOKING_WRITES.keys())}")
    if response.status_code == 404 and not absent.looks_like(response, path):
        wrong.append("is told apart from what there is not")
    return wrong


#: An address of members at which there is nothing.
NOTHING = "/topics/99999999/"


class Absent:
    """What a person is answered where there is nothing at all, to compare with what they may not see."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.known = self._bare(client.get(NOTHING), NOTHING)

    def looks_like(self, response: Any, path: str) -> bool:
        if self._bare(response, path) == self.known:
            return True
        # A page of its own, or one that has changed since: as the same address with a number that nothing bears.
        nowhere = re.sub(r"\d+", "99999999", path)
        return nowhere == path or self._bare(response, path) == self._bare(self.client.get(nowhere), nowhere)

    def _bare(self, response: Any, path: str) -> tuple[bytes, str]:
        """Without what differs each time: the form's token, and the address that was asked for, in links to itself."""
        content = response.content.replace(path.encode(), b"/")
        return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", content), response["Content-Type"]


def test_the_table_has_a_denial_with_data_that_could_leak(canary_world, browse):
    """The canary does stand on the pages of those who may see it: the denials above deny something."""
    assert CANARY in browse("amina").get(f"/topics/{canary_world.topic.pk}/").content.decode()
    assert DIGITS in browse("freja").get("/me/edit/").content.decode().replace(" ", "")
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


def test_no_route_answers_other_methods(canary_world, browse):
    """What no row names is not offered: 405, or as if it were not there."""
    client = browse("freja")
    for row in {row.name: row for row in ROWS}.values():
        path = row.path(canary_world)
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            with undone(client):
                answer = client.generic(method, path).status_code
            assert answer in (302, 403, 404, 405), f"{method} {row.name}: {answer}"
