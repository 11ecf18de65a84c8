"""Whom a network calls, and who judges where nobody there may: names of staff in its rules of care."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.care_rules.models import CareRules
from community.holders import BOTH, Entry, Fate, Holder, Way
from community.people.models import Person

_PLACES = ("first", "second", "on_call", "deputy")


def _of(person: Person) -> QuerySet[CareRules]:
    named = Q(pk__in=[])
    for place in _PLACES:
        named |= Q(**{place: person})
    return CareRules.objects.filter(named).select_related("network")


def _entries(person: Person) -> Iterable[Entry]:
    for rules in _of(person):
        places = [place for place in _PLACES if getattr(rules, f"{place}_id") == person.pk]
        yield Entry(title=_("You are called when somebody is worried"), words=rules.network.name, data={"as": places})


def _fates(person: Person) -> Iterable[Fate]:
    if count := _of(person).count():
        yield Fate(count=count, words=_("That a network calls you when somebody is worried"), goes=BOTH)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    for place in _PLACES:
        CareRules.objects.filter(**{place: person}).update(**{place: None})


CALLED = Holder(
    name="called",
    title=gettext_lazy("When you are called"),
    place=65,
    models=("community.CareRules",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
