"""One's own data, and leaving."""

from typing import Any

from community.own_data.copies import ask_for_copy, make_waiting_copies
from community.own_data.models import DataCopy
from tests.architecture.rows.row import MEMBERS, Row, at
from tests.personas import World


def _copy_of_freja(world: World) -> Any:
    """A copy that lies ready for Freja."""
    if not DataCopy.objects.filter(person=world.freja, state="ready").exists():
        ask_for_copy(person=world.freja)
        make_waiting_copies()
    return DataCopy.objects.get(person=world.freja).uuid


def _way(world: World) -> str:
    return "erase"


OWN_DATA = [
    Row("my_data", "GET", at("my_data"), allowed=MEMBERS),
    Row("what_is_kept", "GET", at("what_is_kept"), allowed=MEMBERS),
    Row("fetch_copy", "GET", at("fetch_copy", _copy_of_freja), allowed="freja"),
    Row("data_copy", "GET", at("data_copy"), allowed=MEMBERS, status=302),
    Row("data_copy", "POST", at("data_copy"), allowed=MEMBERS, status=302),
    Row("leave_overview", "GET", at("leave_overview"), allowed=MEMBERS),
    Row("leave", "GET", at("leave", _way), allowed=MEMBERS),
    Row("leave", "GET", at("leave", lambda world: "sideways"), about="a way there is not"),
    Row("leave", "POST", at("leave", _way), given_back=MEMBERS, about="without the tick"),
]
