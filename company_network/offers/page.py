"""Offers on the page of their company."""

from django.http import HttpRequest

from community.people.models import Person
from community.permissions import MemberRequest, has_role
from community.roles import Role
from community.since_last.blocks import Block
from company_network.companies.models import Company, companies_of
from company_network.companies.page import CompanyPart
from company_network.offers.models import InternshipOffer, OfferState
from company_network.offers.policy import can_write_offer

#: Offers that a company's page shows.
SHOWN = 20
#: And on its own home.
OWN_SHOWN = 4


def own_offers_block(request: HttpRequest) -> Block | None:
    """The offers of the companies that one speaks for, each with how it stands; one query. Without any, a way to the
    first."""
    person: Person = request.user  # type: ignore[assignment]
    if not has_role(person, Role.COMPANY):
        return None
    own = companies_of(person)
    offers = list(
        InternshipOffer.objects.filter(company__in=own)
        .exclude(state=OfferState.ARCHIVED)
        .select_related("company")
        .order_by("-pk")[:OWN_SHOWN]
    )
    return Block("company_network/offers/_own.html", {"offers": offers})


def offers_of_company(request: MemberRequest, company: Company) -> CompanyPart | None:
    """The open ones for all, the company's people and the consultants see each with its state."""
    seen = InternshipOffer.objects.visible_to(request.user).filter(company=company)
    writes = can_write_offer(request.user, company)
    if not writes:
        seen = seen.filter(state=OfferState.PUBLISHED)
    offers = list(seen.exclude(state=OfferState.ARCHIVED).order_by("-pk")[:SHOWN])
    if not offers and not writes:
        return None
    return CompanyPart(
        "company_network/offers/_of_company.html", {"offers": offers, "writes": writes, "company": company}
    )
