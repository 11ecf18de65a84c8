"""Companies and offers as the tests need them, made through the operations."""

from typing import Any

from community.membership.models import Network
from company_network.companies.models import Company, Trade
from company_network.companies.operations import begin_representing, start_company
from company_network.offers.models import InternshipOffer
from company_network.offers.operations import write_offer
from tests.personas import World

OFFER_WORDS = {
    "title": "Hjælp i bageriet",
    "at_8": "Vi varmer ovnen op og drikker kaffe.",
    "at_10": "Boller på plader. Musik i køkkenet.",
    "at_12": "Vi spiser i baglokalet. Der er en stol til dig.",
    "places": 2,
    "where": "Kajen 3, bus 201 til havnen",
    "noise": "some",
    "pace": "varied",
    "need_not": "Du behøver ikke kunne bage.",
}


def a_company(world: World, name: str = "Café Kanelkajen", *, network: Network | None = None, **words: Any) -> Company:
    network = network or world.roskilde
    trade, _new = Trade.objects.get_or_create(name=words.pop("trade", "Café og bageri"))
    consultant = world.signe if network == world.roskilde else world.bo
    return start_company(actor=consultant, network=network, words={"name": name, "trade": trade} | words)


def speaks(world: World, name: str, company: Company) -> None:
    consultant = world.signe if company.network_id == world.roskilde.pk else world.bo
    begin_representing(actor=consultant, company=company, membership=world.membership(name))


def an_offer(world: World, company: Company, *, publish: bool = True, **words: Any) -> InternshipOffer:
    consultant = world.signe if company.network_id == world.roskilde.pk else world.bo
    return write_offer(actor=consultant, company=company, words=OFFER_WORDS | words, publish=publish)
