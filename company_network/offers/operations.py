"""Writing offers, showing them and taking them away, and keeping an eye on them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock, subjects
from community.activity.record import record
from community.moderation.holding import author_changed
from community.people.models import Person
from community.permissions import require
from community.search.operations import index_thing
from company_network.companies.models import Company
from company_network.offers.activity import OfferEdited, OfferStateSet, OfferWritten
from company_network.offers.models import InternshipOffer, OfferState, SavedOffer
from company_network.offers.policy import can_edit_offer, can_save_offer, can_write_offer
from company_network.saving import Changed

#: What an offer says.
WORDS = ("title", "at_8", "at_10", "at_12", "places", "where", "noise", "pace", "need_not")


@transaction.atomic
def write_offer(
    *, actor: Person, company: Company, words: dict[str, Any], publish: bool, client_uuid: UUID | None = None
) -> InternshipOffer:
    """Write an offer, as a draft that only the company and the consultants see, or shown to the network at once.

    The same `client_uuid` again returns what stands. Raises Refused for others than the company's people and the
    network's consultants.
    """
    require(can_write_offer(actor, company), _("Only the company's own people and the consultants write its offers."))
    Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    if client_uuid and (found := InternshipOffer.objects.filter(made_by=actor, client_uuid=client_uuid).first()):
        return found
    offer = InternshipOffer.objects.create(
        company=company,
        made_by=actor,
        client_uuid=client_uuid,
        **{name: words[name] for name in WORDS if name in words},
    )
    record(OfferWritten(actor=actor, offer=offer))
    if publish:
        return set_offer_state(actor=actor, offer=offer, state=OfferState.PUBLISHED)
    return offer


def _locked(offer: InternshipOffer) -> InternshipOffer:
    offers = InternshipOffer.objects.select_for_update(of=("self",)).select_related(
        "company__network", "company__trade"
    )
    return offers.get(pk=offer.pk)


@transaction.atomic
def edit_offer(*, actor: Person, offer: InternshipOffer, words: dict[str, Any], version: int) -> InternshipOffer:
    """Change what an offer says; who looks at it sees the new words. `version` is the one the words were written over.

    Raises Changed where somebody saved in between, and Refused for those who may not write it.
    """
    offer = _locked(offer)
    require(can_edit_offer(actor, offer), _("Only the company's own people and the consultants write its offers."))
    if offer.version != version:
        raise Changed(offer)
    for name in WORDS:
        if name in words:
            setattr(offer, name, words[name])
    offer.version += 1
    offer.changed_at = clock.now()
    offer.save()
    index_thing(offer)
    if offer.hidden_at is not None:
        author_changed(subjects.of(offer).name, offer.pk)
    record(OfferEdited(actor=actor, offer=offer))
    return offer


@transaction.atomic
def set_offer_state(*, actor: Person, offer: InternshipOffer, state: str) -> InternshipOffer:
    """Show an offer, pause it, note that its places are taken, or put it away. The same again changes nothing.

    What is paused or put away nobody else sees any more, also not those who saved it. Back to a draft goes nothing that
    was shown. Raises Refused for those who may not write it.
    """
    offer = _locked(offer)
    require(can_edit_offer(actor, offer), _("Only the company's own people and the consultants write its offers."))
    require(
        state in OfferState.values and (state != OfferState.DRAFT or offer.state == OfferState.DRAFT),
        _("What was shown cannot be a draft again. Pause it instead."),
    )
    require(
        state in (OfferState.DRAFT, OfferState.PUBLISHED) or offer.published_at is not None,
        _("Show the offer first."),
    )
    if offer.state != state:
        offer.state = state
        if state == OfferState.PUBLISHED and offer.published_at is None:
            offer.published_at = clock.now()
        offer.save(update_fields=["state", "published_at"])
        index_thing(offer)
        record(OfferStateSet(actor=actor, offer=offer))
    return offer


@transaction.atomic
def save_offer(*, actor: Person, offer: InternshipOffer, keep: bool) -> None:
    """Keep an eye on an offer, or no longer. Private: nobody is told, nothing is recorded, nothing is counted.

    Raises Refused for anybody but the youths who see it; letting go is always allowed.
    """
    if not keep:
        SavedOffer.objects.filter(offer=offer, person=actor).delete()
        return
    require(can_save_offer(actor, offer), _("Offers are kept by the youths of the network."))
    SavedOffer.objects.get_or_create(offer=offer, person=actor)


def index_offers_of(company: Company) -> None:
    """What is found of a company's offers follows where the company stands; in the transaction that changes it."""
    for offer in company.offers.select_related("company__trade"):
        index_thing(offer)
