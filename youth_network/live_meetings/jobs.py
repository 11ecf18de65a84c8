"""Work that is due by the clock."""

from datetime import timedelta

from community import clock
from community.jobs import job
from youth_network.agendas.models import Agenda, Phase
from youth_network.live_meetings.running import FORGOTTEN_AFTER, end_meeting


@job("end_forgotten_meetings", every=timedelta(minutes=10))
def end_forgotten_meetings() -> None:
    """End the meetings that nobody ended, four hours after their time."""
    forgotten = Agenda.objects.exclude(phase__in=[Phase.AHEAD, Phase.CLOSED]).filter(
        meeting__ends_at__lte=clock.now() - FORGOTTEN_AFTER
    )
    for agenda in forgotten.select_related("meeting"):
        end_meeting(actor=None, agenda=agenda)
