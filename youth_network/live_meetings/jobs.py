"""Work that is due by the clock."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from community import clock
from community.jobs import job
from community.retention import Period, register
from youth_network.agendas.models import Agenda, Phase, Vote
from youth_network.live_meetings.models import CheckTurn, TimeWish
from youth_network.live_meetings.running import FORGOTTEN_AFTER, end_meeting

#: How long after a meeting it is known who voted for what, wished for time and had their turn.
TURNS_KEPT_FOR = timedelta(days=365)


@job("end_forgotten_meetings", every=timedelta(minutes=10))
def end_forgotten_meetings() -> None:
    """End the meetings that nobody ended, four hours after their time."""
    forgotten = Agenda.objects.exclude(phase__in=[Phase.AHEAD, Phase.CLOSED]).filter(
        meeting__ends_at__lte=clock.now() - FORGOTTEN_AFTER
    )
    for agenda in forgotten.select_related("meeting"):
        end_meeting(actor=None, agenda=agenda)


def old_turns() -> list[QuerySet[Any]]:
    """What single youths did at meetings of long ago. What was talked about and agreed stays in the minutes."""
    long_ago = clock.now() - TURNS_KEPT_FOR
    return [
        Vote.objects.filter(agenda__meeting__ends_at__lt=long_ago),
        CheckTurn.objects.filter(agenda__meeting__ends_at__lt=long_ago),
        TimeWish.objects.filter(placement__agenda__meeting__ends_at__lt=long_ago),
    ]


@job("erase_old_turns", every=timedelta(days=1))
def erase_old_turns() -> None:
    """Erase votes, turns and wishes of meetings of long ago."""
    for rows in old_turns():
        rows.delete()


register(
    Period(
        job="erase_old_turns",
        what="Votes, turns and wishes for time, after the meeting",
        kept_for=TURNS_KEPT_FOR,
        due=lambda: sum(rows.count() for rows in old_turns()),
        run=erase_old_turns,
    )
)
