"""Search."""

from tests.architecture.rows.row import MEMBERS, Row, at

SEARCH = [
    Row("search", "GET", at("search"), allowed=MEMBERS),
    Row("search", "POST", at("search"), allowed=MEMBERS, data=lambda world: {"words": "baglokalet"}),
]
