"""What somebody found as a second pair of eyes. Their sentence is about somebody else; that they looked is theirs."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.people.models import Person
from community.second_look.models import Found, Look

#: What stands for a sentence that is gone.
ERASED = "–"


def _about(person: Person) -> QuerySet[Look]:
    """Sentences on what was opened about this person."""
    return Look.objects.filter(entry__about=person).exclude(sentence__in=["", ERASED])


def _entries(person: Person) -> Iterable[Entry]:
    for look in Look.objects.filter(looked_by=person).order_by("looked_at", "pk"):
        yield Entry(title=_("You looked at what somebody opened"), at=look.looked_at, words=look.get_found_display())


def _fates(person: Person) -> Iterable[Fate]:
    if count := _about(person).count():
        yield Fate(count=count, words=_("What a second pair of eyes wrote on what was opened about you"), goes=BOTH)
    if count := Look.objects.filter(looked_by=person).count():
        yield Fate(
            count=count, words=_("That you looked as a second pair of eyes: a number without a name"), goes=NEITHER
        )


def _leave(person: Person, way: Way) -> None:
    """What was found stands; a closer look needs a sentence."""
    about = _about(person)
    about.filter(found=Found.CLOSER).update(sentence=ERASED)
    about.update(sentence="")


LOOKS = Holder(
    name="looks",
    title=gettext_lazy("A second pair of eyes"),
    place=63,
    models=("community.Look",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
