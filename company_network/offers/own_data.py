"""Internships somebody keeps an eye on, and offers they wrote for their workplace."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.people.models import Person
from company_network.offers.models import InternshipOffer, SavedOffer


def _entries(person: Person) -> Iterable[Entry]:
    for saved in SavedOffer.objects.filter(person=person).select_related("offer__company").order_by("at"):
        yield Entry(
            title=_("An internship you keep an eye on"),
            at=saved.at,
            words=f"{saved.offer.title} ({saved.offer.company.name})",
            data={"offer": saved.offer_id},
        )
    for offer in InternshipOffer.objects.filter(made_by=person).select_related("company").order_by("made_at"):
        said = [offer.title, *(words for _hour, words in offer.hours()), offer.need_not]
        yield Entry(
            title=_("An internship you wrote for %(company)s") % {"company": offer.company.name},
            at=offer.made_at,
            words="\n\n".join(filter(None, said)),
            data={"offer": offer.pk, "state": offer.state},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := SavedOffer.objects.filter(person=person).count():
        words = ngettext("%(count)s internship you keep an eye on", "%(count)s internships you keep an eye on", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := InternshipOffer.objects.filter(made_by=person).count():
        words = ngettext(
            "%(count)s internship offer: it is the workplace's",
            "%(count)s internship offers: they are the workplace's",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    SavedOffer.objects.filter(person=person).delete()


OFFERS = Holder(
    name="offers",
    title=gettext_lazy("Internships"),
    place=35,
    models=("company_network.InternshipOffer", "company_network.SavedOffer"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
