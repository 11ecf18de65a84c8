"""The index: by the time leaving comes here, what it holds of somebody is what still stands of them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from community.holders import Entry, Fate, Holder, Way
from community.people.models import Person
from community.search.models import SearchEntry
from community.search.operations import index_again, leave_no_trace


def _entries(person: Person) -> Iterable[Entry]:
    """Nothing of its own: copies of words that stand in other sections."""
    return ()


def _fates(person: Person) -> Iterable[Fate]:
    return ()


def _leave(person: Person, way: Way) -> None:
    index_again(SearchEntry.objects.filter(author=person))
    leave_no_trace()


INDEX = Holder(
    name="search",
    title=gettext_lazy("The search"),
    place=99,
    models=("community.SearchEntry",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
