"""Who keeps a company's page, and who may speak for it."""

from community.membership.models import Membership, Network
from community.people.models import Person
from community.permissions import is_consultant_of
from community.roles import Role
from company_network.companies.models import Company, Representative


def can_start_company(person: Person, network: Network) -> bool:
    """Consultants open the page of a company that joins their network."""
    return is_consultant_of(person, network)


def speaks_for(person: Person, company: Company) -> bool:
    """One of its representatives now."""
    return company.left_at is None and Representative.objects.of(person).filter(company=company).exists()


def can_edit_company(person: Person, company: Company) -> bool:
    """Its representatives keep the page, and the network's consultants help."""
    return is_consultant_of(person, company.network_id) or speaks_for(person, company)


def can_invite_representative(person: Person, company: Company) -> bool:
    """Accounts come by a consultant's invitation alone."""
    return company.left_at is None and is_consultant_of(person, company.network_id)


def can_begin_representing(person: Person, company: Company, membership: Membership) -> bool:
    """A consultant lets a representative of the network speak for a company there."""
    return (
        company.left_at is None
        and membership.role == Role.COMPANY
        and membership.network_id == company.network_id
        and is_consultant_of(person, company.network_id)
    )


def can_end_representing(person: Person, representative: Representative) -> bool:
    """One's own at any time; a consultant those of the network."""
    own = representative.membership.person_id == person.pk
    return own or is_consultant_of(person, representative.company.network_id)


def can_resume_representing(person: Person, representative: Representative) -> bool:
    """Whoever may end it takes that back, while the company and its representative are in the network."""
    return (
        representative.company.left_at is None
        and can_end_representing(person, representative)
        and Membership.objects.current().filter(pk=representative.membership_id).exists()
    )


def can_close_company(person: Person, company: Company) -> bool:
    """A consultant notes that a company has left the network, or is back."""
    return is_consultant_of(person, company.network_id)
