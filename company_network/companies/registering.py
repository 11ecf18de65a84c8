"""What companies add to the rooms below."""

from community import live, subjects
from community.membership.invitations import after_accepting
from community.notifications import kinds
from community.search import sources
from company_network.companies.models import Company
from company_network.companies.operations import after_change, represent_from_invitation
from company_network.companies.subjects import COMPANIES, COMPANY, look_at_it_again, network_reaches_of
from company_network.companies.told import REPRESENTATIVE_ENDED


def register() -> None:
    subjects.register(COMPANY)
    after_change.append(look_at_it_again)
    sources.register(COMPANIES)
    sources.reaches_open_to.append(network_reaches_of)
    after_accepting.append(represent_from_invitation)
    kinds.register(REPRESENTATIVE_ENDED)
    live.subscribable["company"] = lambda person, pk: Company.objects.visible_to(person).filter(pk=pk).exists()
