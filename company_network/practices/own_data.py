"""What somebody said that their workplace has tried, and round-ups they sent. The practice itself is a post."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import NEITHER, Entry, Fate, Holder, nothing_to_do
from community.people.models import Person
from company_network.practices.models import RoundUp, TriedHere


def _entries(person: Person) -> Iterable[Entry]:
    for tried in TriedHere.objects.filter(person=person).select_related("company").order_by("at"):
        yield Entry(
            title=_("Tried at %(company)s") % {"company": tried.company.name},
            at=tried.at,
            words=tried.line,
            data={"topic": tried.practice_id, "taken_back_at": tried.taken_back_at},
        )
    for round_up in RoundUp.objects.filter(sent_by=person).order_by("quarter"):
        yield Entry(title=_("A round-up you sent"), at=round_up.sent_at, data={"quarter": round_up.quarter})


def _fates(person: Person) -> Iterable[Fate]:
    if count := TriedHere.objects.filter(person=person).count():
        words = ngettext(
            "%(count)s line on what your workplace tried: it is the workplace's",
            "%(count)s lines on what your workplace tried: they are the workplace's",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=NEITHER)
    if count := RoundUp.objects.filter(sent_by=person).count():
        yield Fate(count=count, words=_("Round-ups that you sent: they are the programme's"), goes=NEITHER)


TRIED = Holder(
    name="tried",
    title=gettext_lazy("What your workplace tried"),
    place=36,
    models=("company_network.TriedHere", "company_network.RoundUp"),
    entries=_entries,
    fates=_fates,
    leave=nothing_to_do,
)
