"""Who writes offers, and who keeps an eye on them."""

from community.people.models import Person
from community.permissions import has_role
from community.roles import Role
from company_network.companies.models import Company
from company_network.companies.policy import can_edit_company
from company_network.offers.models import InternshipOffer


def can_write_offer(person: Person, company: Company) -> bool:
    """The company's own people, and the consultants who help them; not for a company that has left."""
    return company.left_at is None and can_edit_company(person, company)


def can_edit_offer(person: Person, offer: InternshipOffer) -> bool:
    return can_write_offer(person, offer.company)


def can_save_offer(person: Person, offer: InternshipOffer) -> bool:
    """The youths for whom it is there."""
    return (
        has_role(person, Role.YOUTH, offer.company.network_id)
        and InternshipOffer.objects.visible_to(person).filter(pk=offer.pk).exists()
    )
