"""Good practice, where it was tried, and round-ups."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from community import clock
from community.roles import GroupKind
from company_network.practices.models import RoundUp, RoundUpItem
from company_network.practices.operations import say_tried, take_back_tried
from tests.architecture.rows.row import Row, at
from tests.personas import World
from tests.shared_practice import WORDS, Workplaces, board_of, share, workplaces

#: Who reads practice that is shared across.
ACROSS = "mona line signe bo tine ellen"


def _places(world: World) -> Workplaces:
    if "workplaces" not in world.__dict__:
        world.workplaces = workplaces(world)  # type: ignore[attr-defined]
    return world.workplaces  # type: ignore[attr-defined,return-value]


def _shared(reach: str) -> Callable[[World], int]:
    def topic(world: World) -> int:
        _places(world)
        return share(world, "mona", reach=reach).pk

    return topic


def _board(kind: GroupKind) -> Callable[[World], int]:
    def board(world: World) -> int:
        _places(world)
        return board_of(world, kind=kind).pk

    return board


def _form(world: World) -> dict[str, Any]:
    return WORDS | {"title": "Én makker", "reach": "space", "client_uuid": uuid4()}


def _tried(world: World) -> Any:
    places = _places(world)
    topic = share(world, "mona", reach="across")
    return say_tried(actor=world.line, practice=topic.practice, company=places.bladlus)


def _taken_back(world: World) -> int:
    return take_back_tried(actor=world.line, tried=_tried(world)).pk


def _round_up(sent: bool) -> Callable[[World], int]:
    def round_up(world: World) -> int:
        _places(world)
        made = RoundUp.objects.create(
            quarter=date(2030 + RoundUp.objects.count(), 1, 1),
            title="Prøvet mest",
            sent_at=clock.now() if sent else None,
            sent_by=world.people["ellen"] if sent else None,
        )
        practice = share(world, "mona", reach="across").practice
        RoundUpItem.objects.create(round_up=made, practice=practice, position=1)
        return made.pk

    return round_up


def _edited(world: World) -> dict[str, Any]:
    return {"title": "Prøvet mest", "intro": "", "version": 1}


PRACTICES = [
    Row("practices", "GET", at("practices"), allowed=ACROSS),
    Row("begin_practice", "GET", at("begin_practice"), allowed=ACROSS),
    Row("new_practice", "GET", at("new_practice", _board(GroupKind.COMPANY_NETWORK)), allowed="mona signe tine"),
    Row(
        "new_practice",
        "POST",
        at("new_practice", _board(GroupKind.COMPANY_NETWORK)),
        allowed="mona signe tine",
        status=302,
        data=_form,
    ),
    Row(
        "new_practice",
        "POST",
        at("new_practice", _board(GroupKind.TEAM)),
        allowed="signe tine ellen",
        status=302,
        data=_form,
        about="the team's",
    ),
    Row(
        "set_reach",
        "POST",
        at("set_reach", _shared("across")),
        allowed="mona",
        refused="line signe bo tine ellen",
        status=302,
        data=lambda world: {"reach": "space"},
    ),
    Row(
        "propose_sharing",
        "POST",
        at("propose_sharing", _shared("space")),
        allowed="mona signe tine",
        status=302,
    ),
    Row("practice_tries", "GET", at("practice_tries", _shared("across")), allowed=ACROSS),
    Row("practice_tries", "GET", at("practice_tries", _shared("space")), allowed="mona signe tine", about="at home"),
    Row(
        "say_tried",
        "POST",
        at("say_tried", _shared("across")),
        allowed="line",
        refused="mona signe bo tine ellen",
        status=302,
        data=lambda world: {"line": "Det virker."},
    ),
    Row("take_back_tried", "POST", at("take_back_tried", lambda world: _tried(world).pk), allowed="line", status=302),
    Row("restore_tried", "POST", at("restore_tried", _taken_back), allowed="line", status=302),
    Row("round_ups", "GET", at("round_ups"), allowed=ACROSS),
    Row("round_up", "GET", at("round_up", _round_up(True)), allowed=ACROSS),
    Row("round_up", "GET", at("round_up", _round_up(False)), allowed="ellen", about="a draft"),
    Row("edit_round_up", "GET", at("edit_round_up", _round_up(False)), allowed="ellen"),
    Row("edit_round_up", "POST", at("edit_round_up", _round_up(False)), allowed="ellen", status=302, data=_edited),
    Row("send_round_up", "POST", at("send_round_up", _round_up(False)), allowed="ellen", status=302),
]
