"""The table of who may do what through which address: the approved answer of every route to every persona.

A registered route and method without a row fails the test, and so does a row whose route is gone. Personas stand in
tests/personas.py. `allowed` get `status`; everybody else gets `otherwise` (404: what one may not see does not exist)
and the visitor is sent to sign in, unless a row says something else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import reverse

from tests.personas import CAST, World

EVERYBODY = " ".join(CAST)
MEMBERS = " ".join(name for name in CAST if name != "visitor")
SIGN_IN = "sign-in"

#: Who sees Torsdagsholdet's space, as design.md section 2 has it.
OWN_GROUP = "freja amina signe tine"


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    path: Callable[[World], str]
    allowed: str = ""
    status: int = 200
    otherwise: int = 404
    visitor: int | str = SIGN_IN
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    headers: dict[str, str] = field(default_factory=dict)
    #: What tells rows of one route and method apart.
    about: str = ""

    def expected(self, persona: str) -> int | str:
        if persona == "visitor" and "visitor" not in self.allowed.split():
            return self.visitor
        return self.status if persona in self.allowed.split() else self.otherwise

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.about)))


def at(name: str, *args: Callable[[World], Any]) -> Callable[[World], str]:
    """The route's address with arguments taken from the world."""
    return lambda world: reverse(name, args=[arg(world) for arg in args])


def _topic(world: World) -> int:
    return world.topic.pk  # type: ignore[attr-defined]


def _board(world: World) -> int:
    return world.torsdagsholdet.space.board.pk


def _words(world: World) -> dict[str, Any]:
    return {"body": "Et svar", "kind": "experience", "client_uuid": uuid4()}


FORUM = [
    Row("network", "GET", at("network"), allowed=MEMBERS),
    Row("board", "GET", at("board", _board), allowed=OWN_GROUP),
    Row("new_topic", "GET", at("new_topic", _board), allowed=OWN_GROUP),
    Row("new_topic", "POST", at("new_topic", _board), allowed=OWN_GROUP, status=302, data=_words),
    Row("topic", "GET", at("topic", _topic), allowed=OWN_GROUP),
    Row("post_reply", "POST", at("post_reply", _topic), allowed=OWN_GROUP, status=302, data=_words),
]


def _room(world: World) -> int:
    return world.torsdagsholdet.space.room.pk


def _line(world: World) -> dict[str, Any]:
    return {"body": "oppe", "client_uuid": uuid4()}


CHAT = [
    Row("chat", "GET", at("chat"), allowed="freja amina sofie yusuf emil signe bo tine ellen karla", otherwise=302),
    Row("chat_room", "GET", at("chat_room", _room), allowed=OWN_GROUP),
    Row("chat_log", "GET", at("chat_log", _room), allowed=OWN_GROUP),
    Row("send_message", "POST", at("send_message", _room), allowed=OWN_GROUP, status=302, data=_line),
    Row(
        "send_message",
        "POST",
        at("send_message", _room),
        allowed=OWN_GROUP,
        status=201,
        data=_line,
        headers={"Accept": "application/json"},
        about="by script",
    ),
    Row("read_room", "POST", at("read_room", _room), allowed=OWN_GROUP, status=302, data=lambda world: {"seq": 1}),
]

HOME = [
    Row("healthz", "GET", at("healthz"), allowed=EVERYBODY),
    Row("since_last", "GET", at("since_last"), allowed=MEMBERS),
    Row("demo", "GET", at("demo"), allowed=EVERYBODY),
    Row("demo_sign_in", "POST", at("demo_sign_in"), allowed="", visitor=404, data=lambda world: {"person": "nobody"}),
]

ROWS: list[Row] = [*HOME, *FORUM, *CHAT]
