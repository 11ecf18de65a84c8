"""The chat."""

from typing import Any
from uuid import uuid4

from community.chat.models import Message
from community.chat.operations import delete_message
from community.chat.saying import send_message
from community.chat.talks import begin_talk
from tests.architecture.rows.row import OWN_GROUP, Row, at
from tests.personas import World


def _room(world: World) -> int:
    return world.torsdagsholdet.space.room.pk


def _line(world: World) -> dict[str, Any]:
    return {"body": "oppe", "client_uuid": uuid4()}


def _tells(world: World) -> dict[str, Any]:
    return {"tells": "all"}


def _hours(world: World) -> dict[str, Any]:
    return {"host": world.people["signe"].pk, "weekdays": [0, 3], "begins": "09:00", "ends": "16:00"}


def _say(world: World, name: str) -> Message:
    room = world.torsdagsholdet.space.room
    return send_message(actor=getattr(world, name), room=room, body="oppe", client_uuid=uuid4())[0]


def _said(world: World) -> int:
    return _say(world, "freja").seq


def _taken_back(world: World) -> int:
    return delete_message(actor=world.freja, message=_say(world, "freja")).seq


def _message(world: World) -> int:
    return _say(world, "freja").pk


def _heard(world: World) -> int:
    return _say(world, "amina").author_id


def _talk(world: World) -> int:
    return begin_talk(actor=world.freja, other=world.tine, network_id=world.roskilde.pk).pk


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
    Row("chat_room", "GET", at("chat_room", _talk), allowed="freja tine", about="a private talk"),
    Row("chat_log", "GET", at("chat_log", _talk), allowed="freja tine", about="a private talk"),
    Row("send_message", "POST", at("send_message", _talk), allowed="freja tine", status=302, data=_line, about="alone"),
    Row("room_about", "GET", at("room_about", _room), allowed=OWN_GROUP),
    Row("choose_tells", "POST", at("choose_tells", _room), allowed=OWN_GROUP, status=302, data=_tells),
    Row("set_room_hours", "GET", at("set_room_hours", _room), allowed="signe"),
    Row("set_room_hours", "POST", at("set_room_hours", _room), allowed="signe", status=302, data=_hours),
    Row("remove_room_hours", "POST", at("remove_room_hours", _room, lambda world: 1), allowed="signe", status=302),
    Row("chat_messages", "GET", at("chat_messages", _room), allowed=OWN_GROUP),
    Row("chat_message", "GET", at("chat_message", _room, _said), allowed=OWN_GROUP),
    Row(
        "edit_message",
        "POST",
        at("edit_message", _room, _said),
        allowed="freja",
        status=302,
        refused="amina signe tine",
        data=_line,
    ),
    Row(
        "delete_message",
        "POST",
        at("delete_message", _room, _said),
        allowed="freja",
        status=302,
        refused="amina signe tine",
    ),
    Row(
        "restore_message",
        "POST",
        at("restore_message", _room, _taken_back),
        allowed="freja",
        status=302,
        refused="amina signe tine",
    ),
    Row(
        "begin_talk",
        "POST",
        at("begin_talk", lambda world: world.people["tine"].pk),
        allowed="freja amina sofie",
        status=302,
    ),
    Row("begin_talk", "POST", at("begin_talk", lambda world: world.people["mona"].pk), about="with a company"),
    Row("mute", "POST", at("mute", _heard), allowed="freja signe tine", status=302),
    Row("unmute", "POST", at("unmute", _heard), allowed="freja signe tine", status=302),
    Row("make_topic_from_message", "GET", at("make_topic_from_message", _message), allowed=OWN_GROUP),
    Row("make_topic_from_message", "POST", at("make_topic_from_message", _message), allowed=OWN_GROUP, status=302),
    Row("propose_from_message", "GET", at("propose_from_message", _message), allowed="freja amina"),
    Row("propose_from_message", "POST", at("propose_from_message", _message), allowed="freja amina", status=302),
]
