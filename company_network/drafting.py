"""What somebody began to write about a company or an offer, kept as all drafts are."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from community.membership.models import Network
from community.people.models import Person
from community.roles import SpaceKind
from company_network.companies.models import Company
from company_network.companies.policy import can_edit_company, can_start_company
from company_network.offers.models import InternshipOffer
from company_network.offers.policy import can_edit_offer, can_write_offer
from forums.boards.models import Board
from forums.drafts.kinds import DraftKind, Place
from forums.drafts.models import Draft

_COMPANY_WORDS = ("name", "about", "tries", "day", "address")
_OFFER_WORDS = ("title", "at_8", "at_10", "at_12", "need_not")


def _place(network_id: int) -> Place:
    return Place(Board.objects.get(space__network=network_id, space__kind=SpaceKind.COMPANY))


def _new_company(person: Person, number: int) -> Place | None:
    network = Network.objects.visible_to(person).filter(pk=number).first()
    return _place(network.pk) if network and can_start_company(person, network) else None


def _of_company(may: Callable[[Person, Company], bool]) -> Callable[[Person, int], Place | None]:
    def find(person: Person, number: int) -> Place | None:
        company = Company.objects.visible_to(person).filter(pk=number).first()
        return _place(company.network_id) if company and may(person, company) else None

    return find


def _offer(person: Person, number: int) -> Place | None:
    offer = InternshipOffer.objects.visible_to(person).select_related("company").filter(pk=number).first()
    return _place(offer.company.network_id) if offer and can_edit_offer(person, offer) else None


def _number(draft: Draft) -> str:
    return draft.key.partition(":")[2]


NEW_COMPANY = DraftKind(
    name="new_company",
    find=_new_company,
    url=lambda draft: reverse("new_company", args=[_number(draft)]),
    title=lambda draft: _("The page of a new company"),
    words=_COMPANY_WORDS,
)
COMPANY = DraftKind(
    name="company",
    find=_of_company(can_edit_company),
    url=lambda draft: reverse("edit_company", args=[_number(draft)]),
    title=lambda draft: _("A change to a company's page"),
    words=_COMPANY_WORDS,
)
NEW_OFFER = DraftKind(
    name="new_offer",
    find=_of_company(can_write_offer),
    url=lambda draft: reverse("new_offer", args=[_number(draft)]),
    title=lambda draft: _("A new internship offer"),
    words=_OFFER_WORDS,
)
OFFER = DraftKind(
    name="offer",
    find=_offer,
    url=lambda draft: reverse("edit_offer", args=[_number(draft)]),
    title=lambda draft: _("A change to an internship offer"),
    words=_OFFER_WORDS,
)
