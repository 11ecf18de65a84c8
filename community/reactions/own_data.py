"""Words that somebody gave to what others wrote."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from community import subjects
from community.holders import BOTH, Entry, Fate, Holder, Way
from community.people.models import Person
from community.reactions.models import Reaction
from community.reactions.operations import keep_counts


def _entries(person: Person) -> Iterable[Entry]:
    for given in Reaction.objects.filter(person=person).select_related("word").order_by("given_at"):
        # To whose words it was given is theirs.
        yield Entry(
            title=given.word.text, at=given.given_at, data={"to": given.subject_type, "number": given.subject_id}
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Reaction.objects.filter(person=person).count():
        words = ngettext("%(count)s word you gave to others", "%(count)s words you gave to others", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)


def _leave(person: Person, way: Way) -> None:
    given = Reaction.objects.filter(person=person).values_list("subject_type", "subject_id").distinct()
    for name, pk in list(given):
        kind = subjects.named(name)
        with transaction.atomic():
            # Whoever counts next waits here, as in giving one.
            thing = kind.model._default_manager.select_for_update().filter(pk=pk).first() if kind else None
            Reaction.objects.filter(person=person, subject_type=name, subject_id=pk).delete()
            if kind is not None and thing is not None and kind.keep is not None:
                keep_counts(kind, thing)


WORDS_GIVEN = Holder(
    name="words_given",
    title=gettext_lazy("Words you gave to others"),
    place=55,
    models=("community.Reaction",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
