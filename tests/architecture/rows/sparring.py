"""Sparring among companies, and the link of a mail."""

from typing import Any
from uuid import uuid4

from community.notifications import kinds
from community.notifications.links import link_to
from company_network.sparring.models import Sparring
from company_network.sparring.operations import ask_sparring, reopen_sparring
from tests.architecture.rows.row import MEMBERS, Row, at
from tests.architecture.rows.world import companies
from tests.personas import World

#: Who sees the companies' space in Roskilde; Line's is another network.
SEE_IT = "mona signe tine"


def _board(world: World) -> int:
    return companies(world).board.pk


def _asked(world: World) -> int:
    """Mona has asked the others, and not closed it."""
    found = Sparring.objects.filter(topic__author=world.people["mona"]).first()
    if found is None:
        return ask_sparring(actor=world.mona, board=companies(world).board, question="Hvem tager over?").pk
    return reopen_sparring(actor=world.mona, sparring=found).pk


def _question(world: World) -> dict[str, Any]:
    return {"question": "Hvad gør I med pauser?", "body": "", "client_uuid": uuid4()}


def _from_mail(world: World) -> str:
    link = link_to(world.people["mona"], kinds.named("sparring_asked"), "/sparring/")  # type: ignore[arg-type]
    return link[link.index("/from-mail/") :]


SPARRING = [
    Row("sparring", "GET", at("sparring"), allowed="mona signe tine line bo"),
    Row("new_sparring", "GET", at("new_sparring", _board), allowed="mona", refused="signe tine"),
    Row(
        "new_sparring",
        "POST",
        at("new_sparring", _board),
        allowed="mona",
        status=302,
        refused="signe tine",
        data=_question,
    ),
    Row("close_sparring", "GET", at("close_sparring", _asked), allowed="mona", refused="signe tine"),
    Row(
        "close_sparring",
        "POST",
        at("close_sparring", _asked),
        allowed="mona",
        status=302,
        refused="signe tine",
        data=lambda world: {"outcome": "Vi blev to om det."},
    ),
    Row("reopen_sparring", "POST", at("reopen_sparring", _asked), allowed="mona", status=302, refused="signe tine"),
    Row("topic", "GET", at("topic", _asked), allowed=SEE_IT, about="of the kind sparring"),
    # Whoever is signed in goes straight on; nobody is signed in by it.
    Row("come_in", "GET", _from_mail, allowed=MEMBERS, status=302, visitor=200),
    Row("come_in", "POST", _from_mail, allowed=MEMBERS, status=302, visitor=302),
]
