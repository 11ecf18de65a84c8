"""Work that is due by the clock."""

from datetime import timedelta

from community import clock
from community.jobs import job
from youth_network.agendas.hosting import tell_that_votes_closed
from youth_network.agendas.models import Agenda


@job("tell_that_votes_closed", every=timedelta(seconds=30))
def tell_of_closed_votes() -> None:
    """Tell of every closing that was not told yet."""
    for agenda in Agenda.objects.filter(closing_told_at=None, closes_at__lte=clock.now()).order_by("closes_at"):
        tell_that_votes_closed(agenda)
