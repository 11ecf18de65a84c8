"""Facts about offers. Nobody is notified of them: youths look when they want to, and no offer looks for a youth."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse

from community.activity.record import Activity
from company_network.offers.models import InternshipOffer


@dataclass(frozen=True, kw_only=True)
class _AboutOffer(Activity):
    offer: InternshipOffer

    @property
    def subject(self) -> InternshipOffer:
        return self.offer

    def url(self) -> str:
        return reverse("offer", args=[self.offer.pk])

    def live_keys(self) -> Iterable[str]:
        return (f"company:{self.offer.company_id}",)


class OfferWritten(_AboutOffer):
    kind: ClassVar[str] = "offer_written"


class OfferEdited(_AboutOffer):
    kind: ClassVar[str] = "offer_edited"


class OfferStateSet(_AboutOffer):
    kind: ClassVar[str] = "offer_state_set"
