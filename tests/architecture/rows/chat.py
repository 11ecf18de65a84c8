"""The chat."""

from typing import Any
from uuid import uuid4

from tests.architecture.rows.row import OWN_GROUP, Row, at
from tests.personas import World


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
