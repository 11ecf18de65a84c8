"""The table of who may do what through which address: the approved answer of every route to every persona.

A registered route and method without a row fails the test, and so does a row whose route is gone. Personas stand in
tests/personas.py. `allowed` get `status`; everybody else gets `otherwise` (404: what one may not see does not exist)
and the visitor is sent to sign in, unless a row says something else.
"""

from tests.architecture.rows.agendas import AGENDAS
from tests.architecture.rows.attachments import ATTACHMENTS
from tests.architecture.rows.chat import CHAT
from tests.architecture.rows.doors import DOORS, OWN
from tests.architecture.rows.forum import FORUM
from tests.architecture.rows.meetings import MEETINGS
from tests.architecture.rows.membership import MEMBERSHIP
from tests.architecture.rows.notifications import NOTIFICATIONS
from tests.architecture.rows.public import HOME, PUBLIC
from tests.architecture.rows.reactions import REACTIONS
from tests.architecture.rows.row import SIGN_IN, Row, at
from tests.architecture.rows.search import SEARCH
from tests.architecture.rows.world import story_post
from tests.architecture.rows.writing import WRITING

__all__ = ["ROWS", "SIGN_IN"]

ROWS: list[Row] = [
    *PUBLIC,
    *DOORS,
    *OWN,
    *REACTIONS,
    *MEMBERSHIP,
    *HOME,
    *FORUM,
    *WRITING,
    *SEARCH,
    *CHAT,
    *MEETINGS,
    *AGENDAS,
    *NOTIFICATIONS,
    *ATTACHMENTS,
    # Last: the story is gone after it.
    Row("undo_post", "POST", at("undo_post", story_post), refused="amina signe tine", allowed="freja", status=302),
]
