"""Reactions and their words."""

from tests.architecture.rows.row import OWN_GROUP, Row, at
from tests.architecture.rows.world import roskilde
from tests.personas import World
from tests.tellings import answer


def _told(world: World) -> int:
    """What Jonas answered, who is not asked himself: one's own words take none of one's own."""
    return answer(world, world.topic, "jonas", body="Et svar").pk  # type: ignore[attr-defined]


def _word(world: World) -> int:
    return world.torsdagsholdet.space.reaction_words.first().pk


def _post(world: World) -> str:
    return "post"


REACTIONS = [
    Row("react", "POST", at("react", _post, _told, _word), allowed=OWN_GROUP, status=302),
    Row(
        "take_back_reaction",
        "POST",
        at("take_back_reaction", _post, _told, _word),
        allowed=OWN_GROUP,
        status=302,
    ),
    Row(
        "reaction_rows",
        "GET",
        lambda world: at("reaction_rows", _post)(world) + f"?row={_told(world)}",
        allowed=OWN_GROUP,
    ),
    Row("reaction_words", "GET", at("reaction_words", roskilde), allowed="signe"),
    Row(
        "add_reaction_word",
        "POST",
        at("add_reaction_word", lambda world: world.torsdagsholdet.space.pk),
        allowed="signe",
        status=302,
        data=lambda world: {"text": "Stærkt"},
    ),
    Row(
        "rename_reaction_word",
        "POST",
        at("rename_reaction_word", _word),
        allowed="signe",
        status=302,
        data=lambda world: {"text": "Godt sagt"},
    ),
    Row("move_reaction_word", "POST", at("move_reaction_word", _word), allowed="signe", status=302),
    Row("retire_reaction_word", "POST", at("retire_reaction_word", _word), allowed="signe", status=302),
]
