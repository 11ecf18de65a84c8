import pytest

from community import clock
from tests.youth_network.agendas.table import CLOSING, THURSDAY, TUESDAY, lay_meeting, propose
from youth_network.agendas.hosting import take_role
from youth_network.agendas.models import Role
from youth_network.live_meetings.running import start_meeting


@pytest.fixture
def table(world):
    """Torsdagsholdet meets; Freja, Amina and Jonas each lie with one item, and Jonas hosts. It is Thursday at one."""
    with clock.at(TUESDAY):
        agenda = lay_meeting(world.torsdagsholdet).agenda
        for who in ("freja", "amina", "jonas"):
            propose(world, who, f"{who}s punkt")
        take_role(actor=world.jonas, agenda=agenda, role=Role.HOST)
    with clock.at(CLOSING):
        pass
    with clock.at(THURSDAY):
        yield agenda


@pytest.fixture
def meeting(world, table):
    """The same, begun."""
    start_meeting(actor=world.jonas, agenda=table)
    table.refresh_from_db()
    return table
