"""Help while one writes."""

from tests.architecture.rows.row import MEMBERS, OWN_GROUP, Row, at
from tests.architecture.rows.world import companies, words
from tests.personas import World


def _space(world: World) -> int:
    return world.torsdagsholdet.space.pk


WRITING = [
    Row("people_to_name", "GET", at("people_to_name", _space), allowed=OWN_GROUP),
    Row(
        "people_to_name",
        "GET",
        at("people_to_name", lambda world: companies(world).pk),
        allowed="mona signe tine",
        about="the companies'",
    ),
    Row("preview_words", "POST", at("preview_words", _space), allowed=OWN_GROUP, data=words),
    Row("emoji_picker", "GET", at("emoji_picker"), allowed=MEMBERS),
]
