"""The rooms' models, for Django."""

from youth_network.agendas.models import Agenda, AgendaHabit, AgendaItem, MeetingRole, Placement, Vote
from youth_network.live_meetings.models import (
    Agreement,
    CheckTurn,
    EmptyChair,
    HostScript,
    RoundWitness,
    TimeWish,
    WitnessRound,
)
from youth_network.minutes.models import Correction
from youth_network.witnessing.models import WitnessResponse

__all__ = [
    "Agenda",
    "AgendaHabit",
    "AgendaItem",
    "Agreement",
    "CheckTurn",
    "Correction",
    "EmptyChair",
    "HostScript",
    "MeetingRole",
    "Placement",
    "RoundWitness",
    "TimeWish",
    "Vote",
    "WitnessResponse",
    "WitnessRound",
]
