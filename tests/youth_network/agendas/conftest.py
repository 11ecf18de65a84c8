import pytest

from community import clock
from tests.youth_network.agendas.table import TUESDAY, lay_meeting


@pytest.fixture
def tuesday(world):
    """It is Tuesday, and Torsdagsholdet meets on Thursday: the meeting's agenda."""
    with clock.at(TUESDAY):
        yield lay_meeting(world.torsdagsholdet).agenda
