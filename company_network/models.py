"""The rooms' models, for Django."""

from company_network.agenda.models import MeetingNotes, MeetingPoint
from company_network.companies.models import Company, CompanyInvitation, Representative, Trade
from company_network.offers.models import InternshipOffer, SavedOffer
from company_network.practices.models import Practice, RoundUp, RoundUpItem, TriedHere
from company_network.sparring.models import Sparring

__all__ = [
    "Company",
    "CompanyInvitation",
    "InternshipOffer",
    "MeetingNotes",
    "MeetingPoint",
    "Practice",
    "Representative",
    "RoundUp",
    "RoundUpItem",
    "SavedOffer",
    "Sparring",
    "Trade",
    "TriedHere",
]
