"""How offers are found."""

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import clock, live
from community.people.models import Person
from community.search.sources import Document, Source
from community.subjects import Care, SubjectKind
from company_network.companies.subjects import document_of, speaks_first
from company_network.offers.models import InternshipOffer, OfferState


def _passages(offer: InternshipOffer) -> list[tuple[str, str]]:
    said = [offer.at_8, offer.at_10, offer.at_12, offer.where, offer.need_not]
    return [(offer.title, "\n".join(filter(None, said)))]


def _locked(pk: int) -> InternshipOffer:
    return InternshipOffer.objects.select_for_update(of=("self",)).get(pk=pk)


def _hide(pk: int, hidden: bool) -> None:
    offer = _locked(pk)
    if (offer.hidden_at is not None) == hidden:
        return
    offer.hidden_at = clock.now() if hidden else None
    offer.save(update_fields=["hidden_at"])
    transaction.on_commit(lambda: live.announce([f"company:{offer.company_id}"]))


def _network(offer: InternshipOffer, reporter: Person) -> int | None:
    return offer.company.network_id


OFFER = SubjectKind(
    name="offer",
    model=InternshipOffer,
    visible_to=lambda person: InternshipOffer.objects.visible_to(person),
    author=lambda offer: None,
    space=lambda offer: None,
    url=lambda offer: reverse("offer", args=[offer.pk]),
    words=lambda offer: offer.title,
    live_keys=lambda offer: (f"company:{offer.company_id}",),
    select_related=("company__network",),
    care=Care(
        noun=_("an internship offer"),
        network=_network,
        concerns=lambda offer: speaks_first(offer.company),
        passages=_passages,
        lock=_locked,
        hide=_hide,
        is_hidden=lambda offer: offer.hidden_at is not None,
        hides_names=lambda thing: True,
        changed_at=lambda offer: offer.changed_at if offer.version > 1 else None,
    ),
)


def _things() -> QuerySet[InternshipOffer]:
    return InternshipOffer.objects.select_related("company__trade")


def _document(offer: InternshipOffer) -> Document | None:
    if offer.state != OfferState.PUBLISHED or offer.company.left_at or offer.published_at is None:
        return None
    company = offer.company
    said = [company.name, company.trade.name, offer.at_8, offer.at_10, offer.at_12, offer.where, offer.need_not]
    return document_of(company, kind="offer", at=offer.published_at, title=offer.title, said=said)


OFFERS = Source(
    name="offer",
    kinds={"offer": _("Internship offer")},
    things=_things,
    document=_document,
    heading=lambda offer: offer.title,
)
