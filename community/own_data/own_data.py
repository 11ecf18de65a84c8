"""What this room itself keeps: a copy that was asked for, and that somebody left."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.holders import BOTH, Entry, Fate, Holder, Way
from community.own_data.copies import erase_copies
from community.own_data.models import DataCopy
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    for copy in DataCopy.objects.filter(person=person):
        yield Entry(title=_("This copy"), at=copy.asked_at)


def _fates(person: Person) -> Iterable[Fate]:
    if count := DataCopy.objects.filter(person=person).count():
        yield Fate(count=count, words=_("The copy of your data that lies ready here"), goes=BOTH)


def _leave(person: Person, way: Way) -> None:
    erase_copies(DataCopy.objects.filter(person=person))


COPIES = Holder(
    name="copies",
    title=gettext_lazy("Copies of your data"),
    place=98,
    models=("community.DataCopy", "community.Leaving"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
