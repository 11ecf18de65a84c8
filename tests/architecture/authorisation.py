"""The table of who may do what through which address: the approved answer of every route to every persona.

A registered route and method without a row fails the test, and so does a row whose route is gone. Personas stand in
tests/personas.py. `allowed` get `status`; everybody else gets `otherwise` (404: what one may not see does not exist)
and the visitor is sent to sign in, unless a row says something else.
"""

from tests.architecture.rows.agendas import AGENDAS
from tests.architecture.rows.attachments import ATTACHMENTS
from tests.architecture.rows.care import CARE, CARE_LAST
from tests.architecture.rows.chat import CHAT
from tests.architecture.rows.companies import COMPANY_ROWS
from tests.architecture.rows.doors import DOORS, OWN
from tests.architecture.rows.forum import FORUM
from tests.architecture.rows.meetings import MEETINGS
from tests.architecture.rows.membership import MEMBERSHIP
from tests.architecture.rows.notifications import NOTIFICATIONS
from tests.architecture.rows.own_data import OWN_DATA
from tests.architecture.rows.practices import PRACTICES
from tests.architecture.rows.public import HOME, PUBLIC
from tests.architecture.rows.reactions import REACTIONS
from tests.architecture.rows.row import SIGN_IN, Row, at
from tests.architecture.rows.search import SEARCH
from tests.architecture.rows.sparring import SPARRING
from tests.architecture.rows.voices import VOICES
from tests.architecture.rows.watched import WATCHED, WATCHED_LAST
from tests.architecture.rows.world import just_told
from tests.architecture.rows.writing import WRITING

__all__ = ["ROWS", "SIGN_IN"]

ROWS: list[Row] = [
    *PUBLIC,
    *DOORS,
    *OWN,
    # Before memberships end.
    *PRACTICES,
    *REACTIONS,
    *CARE,
    # Before the rows that end memberships.
    *COMPANY_ROWS,
    *WATCHED,
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
    *SPARRING,
    *VOICES,
    *OWN_DATA,
    Row("undo_post", "POST", at("undo_post", just_told), refused="amina signe tine", allowed="freja", status=302),
    *CARE_LAST,
    *WATCHED_LAST,
]
