"""Companies, their offers and their meetings."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from community import clock
from community.meetings.models import Meeting
from community.meetings.operations import open_meeting
from community.roles import GroupKind
from company_network.agenda.models import MeetingPoint
from company_network.agenda.operations import propose_point, remove_point
from company_network.companies.models import Company, Representative, Trade
from company_network.offers.models import InternshipOffer
from tests.architecture.rows.row import MEMBERS, Row, at
from tests.architecture.rows.world import roskilde
from tests.personas import World
from tests.workplaces import OFFER_WORDS, a_company, an_offer, speaks

#: Who belongs to Roskilde, for which its companies are there.
ROSKILDE = "freja amina sofie mona signe tine"
YOUTHS = "freja amina sofie"
#: Who reads the companies' own space there.
COMPANIES = "mona signe tine"


def _company(world: World) -> Company:
    """Mona speaks for it."""
    if found := Company.objects.filter(network=world.roskilde, left_at=None).first():
        return found
    company = a_company(world, f"Café {uuid4().hex[:8]}")
    if not Representative.objects.filter(membership=world.membership("mona"), ended_at=None).exists():
        speaks(world, "mona", company)
    return company


def the_company(world: World) -> int:
    return _company(world).pk


def _left(world: World) -> int:
    company = a_company(world, f"Lager {uuid4().hex[:8]}")
    Company.objects.filter(pk=company.pk).update(left_at=clock.now())
    return company.pk


def _representative(world: World) -> int:
    """Mona, ever anew."""
    company = _company(world)
    Representative.objects.filter(ended_at=None).update(ended_at=clock.now())
    speaks(world, "mona", company)
    return Representative.objects.get(ended_at=None).pk


def _just_ended(world: World) -> int:
    """Mona, a moment ago."""
    found = Representative.objects.get(pk=_representative(world))
    Representative.objects.filter(pk=found.pk).update(ended_at=clock.now())
    return found.pk


def _offer(world: World) -> int:
    found = InternshipOffer.objects.filter(state="published", company__left_at=None).first()
    return (found or an_offer(world, _company(world))).pk


def _page(world: World) -> dict[str, Any]:
    trade, _new = Trade.objects.get_or_create(name="Tømrer")
    return {"name": f"Firma {uuid4().hex[:8]}", "trade": trade.pk, "version": 0}


def _changed_page(world: World) -> dict[str, Any]:
    company = _company(world)
    return {"name": company.name, "trade": company.trade_id, "version": company.version}


def _offer_words(world: World) -> dict[str, Any]:
    return OFFER_WORDS | {"client_uuid": uuid4()}


def _changed_offer(world: World) -> dict[str, Any]:
    return OFFER_WORDS | {"version": InternshipOffer.objects.get(pk=_offer(world)).version}


def _paused(world: World) -> dict[str, Any]:
    return {"state": "published"}


def _company_meeting(world: World, *, begun: bool = False) -> int:
    group = world.group(world.roskilde, GroupKind.COMPANY_NETWORK)
    shift = timedelta(minutes=-10) if begun else timedelta(days=9)
    starts_at = clock.now() + shift
    meeting = open_meeting(actor=None if begun else world.signe, group=group, starts_at=starts_at)
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    return meeting.pk


def _begun_meeting(world: World) -> int:
    return _company_meeting(world, begun=True)


def _point(world: World) -> int:
    meeting = Meeting.objects.get(pk=_company_meeting(world))
    return propose_point(actor=world.mona, meeting=meeting, kind="theme", title="Den første dag").pk


def _removed_point(world: World) -> int:
    return remove_point(actor=world.mona, point=MeetingPoint.objects.get(pk=_point(world))).pk


def _words_of_point(world: World) -> dict[str, Any]:
    return {"kind": "case", "title": "En sag", "client_uuid": uuid4()}


COMPANY_ROWS = [
    Row("companies", "GET", at("companies"), allowed=MEMBERS),
    Row("company", "GET", at("company", the_company), allowed=ROSKILDE),
    Row("company", "GET", at("company", _left), allowed="signe", about="that has left"),
    Row("new_company", "GET", at("new_company", roskilde), allowed="signe"),
    Row("new_company", "POST", at("new_company", roskilde), allowed="signe", status=302, data=_page),
    Row("edit_company", "GET", at("edit_company", the_company), allowed="mona signe"),
    Row("edit_company", "POST", at("edit_company", the_company), allowed="mona signe", status=302, data=_changed_page),
    Row("invite_representative", "GET", at("invite_representative", the_company), allowed="signe"),
    Row(
        "invite_representative",
        "POST",
        at("invite_representative", the_company),
        allowed="signe",
        data=lambda world: {"invited_name": "Ulla"},
    ),
    Row("begin_representing", "POST", at("begin_representing", the_company), allowed="signe", status=422),
    Row("close_company", "POST", at("close_company", the_company), allowed="signe", status=302),
    Row("reopen_company", "POST", at("reopen_company", _left), allowed="signe", status=302),
    Row("offers", "GET", at("offers"), allowed=MEMBERS),
    Row("offer", "GET", at("offer", _offer), allowed=ROSKILDE),
    Row("new_offer", "GET", at("new_offer", the_company), allowed="mona signe"),
    Row("new_offer", "POST", at("new_offer", the_company), allowed="mona signe", status=302, data=_offer_words),
    Row("edit_offer", "GET", at("edit_offer", _offer), allowed="mona signe"),
    Row("edit_offer", "POST", at("edit_offer", _offer), allowed="mona signe", status=302, data=_changed_offer),
    Row("set_offer_state", "POST", at("set_offer_state", _offer), allowed="mona signe", status=302, data=_paused),
    Row(
        "save_offer",
        "POST",
        at("save_offer", _offer),
        allowed=YOUTHS,
        status=302,
        data=lambda world: {"keep": "on"},
    ),
    Row("save_offer_again", "POST", at("save_offer_again", _offer), allowed=YOUTHS, status=302),
    # Last of the company's rows: after it Mona speaks for nobody.
    Row("end_representing", "POST", at("end_representing", _representative), allowed="mona signe", status=302),
    Row("resume_representing", "POST", at("resume_representing", _just_ended), allowed="mona signe", status=302),
    Row("company_meeting", "GET", at("company_meeting", _company_meeting), allowed=COMPANIES),
    Row(
        "propose_point",
        "POST",
        at("propose_point", _company_meeting),
        allowed=COMPANIES,
        status=302,
        data=_words_of_point,
    ),
    Row("remove_point", "POST", at("remove_point", _point), allowed="mona signe", refused="tine", status=302),
    Row("restore_point", "POST", at("restore_point", _removed_point), allowed="mona signe", refused="tine", status=302),
    Row("write_notes", "GET", at("write_notes", _begun_meeting), allowed=COMPANIES),
    Row(
        "write_notes",
        "POST",
        at("write_notes", _begun_meeting),
        allowed=COMPANIES,
        status=302,
        data=lambda world: {"text": "Skriv frokosten ind", "version": 0},
    ),
    Row("open_meeting_across", "GET", at("open_meeting_across"), allowed="signe bo ellen"),
    Row("open_meeting_across", "POST", at("open_meeting_across"), allowed="signe bo ellen", status=422),
]
