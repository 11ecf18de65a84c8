"""What offers add to the rooms below."""

from community import subjects
from community.search import sources
from company_network.companies.operations import after_change
from company_network.companies.page import parts
from company_network.front.blocks import side_blocks
from company_network.offers.operations import index_offers_of
from company_network.offers.page import offers_of_company, own_offers_block
from company_network.offers.subjects import OFFER, OFFERS


def register() -> None:
    subjects.register(OFFER)
    sources.register(OFFERS)
    after_change.append(index_offers_of)
    parts.append(offers_of_company)
    side_blocks.append(own_offers_block)
