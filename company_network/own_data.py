"""What the company network keeps of a person: called once, from AppConfig.ready()."""

from django.db.models import Q

from community import holders
from company_network.agenda.own_data import POINTS
from company_network.companies.own_data import WORKPLACES
from company_network.offers.own_data import OFFERS
from company_network.practices.own_data import TRIED
from company_network.sparring.own_data import SPARRING
from forums.topics.models import PostKind
from forums.writing.own_data import belongs_to_a_workplace


def register() -> None:
    # A page and an offer are the workplace's, whoever wrote them, and so are their pictures.
    holders.shared_subjects |= {"company", "offer"}
    belongs_to_a_workplace.append(Q(kind=PostKind.PRACTICE, topic__practice__company__isnull=False))
    for holder in (WORKPLACES, OFFERS, TRIED, SPARRING, POINTS):
        holders.register(holder)
