"""Notes of concern: those about somebody, as they may read them, and that one wrote some as one of the staff.

A note that is held back stands in no copy until the hold is over, and leaving takes it along like the others: whoever
left is no youth of this place any more, and what a municipality must keep it keeps in its own records.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.concerns.models import ConcernNote
from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.people.models import Person

_PARTS = ("what", "told_to", "why", "next_step", "answer")


def _entries(person: Person) -> Iterable[Entry]:
    # Also for whoever is of the staff now: this one sees what is about themselves.
    readable = ConcernNote.objects.visible_to(person).filter(about=person)
    for note in readable.select_related("written_by").order_by("written_at", "pk"):
        labels = {field.name: field.verbose_name for field in ConcernNote._meta.local_fields}
        labelled = [(labels[part], getattr(note, part)) for part in _PARTS]
        yield Entry(
            title=_("A note of concern about you"),
            at=note.written_at,
            words="\n\n".join(f"{label}\n{words}" for label, words in labelled if words),
            facts=((_("Written by"), note.written_by.display_name),),
            data={"told_at": note.told_at, "answered_at": note.answered_at, "over_at": note.over_at},
        )
    if count := _signed(person):
        yield Entry(
            title=_("Notes of concern that you wrote or signed"),
            words=_("%(count)s. They are about somebody else, so their words are not in your copy.") % {"count": count},
        )


def _signed(person: Person) -> int:
    return ConcernNote.objects.filter(Q(written_by=person) | Q(countersigned_by=person)).count()


def _fates(person: Person) -> Iterable[Fate]:
    about = ConcernNote.objects.filter(about=person)
    # One that is held back is not told of by a number either.
    if count := about.exclude(pk__in=about.hidden().values("pk")).count():
        words = ngettext("%(count)s note of concern about you", "%(count)s notes of concern about you", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := _signed(person):
        words = _("Notes of concern that you wrote or signed as one of the staff: a number without a name")
        yield Fate(count=count, words=words, goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    ConcernNote.objects.filter(about=person).delete()
    ConcernNote.objects.filter(asked_of=person).update(asked_of=None)


CONCERNS = Holder(
    name="concerns",
    title=gettext_lazy("Notes of concern"),
    place=61,
    models=("community.ConcernNote",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
