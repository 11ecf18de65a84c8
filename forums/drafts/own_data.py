"""What somebody began to write."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, Entry, Fate, Holder, Way
from community.people.models import Person
from forums.drafts.models import Draft


def _entries(person: Person) -> Iterable[Entry]:
    for draft in Draft.objects.filter(person=person).order_by("saved_at"):
        texts = [text for name, values in draft.values.items() if name != "client_uuid" for text in values if text]
        yield Entry(
            title=_("A draft"),
            at=draft.saved_at,
            words="\n\n".join(texts),
            data={"composer": draft.key, "fields": draft.values, "put_away_at": draft.discarded_at},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Draft.objects.filter(person=person).count():
        words = ngettext("%(count)s draft", "%(count)s drafts", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    Draft.objects.filter(person=person).delete()


DRAFTS = Holder(
    name="drafts",
    title=gettext_lazy("Drafts"),
    place=25,
    models=("forums.Draft",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
