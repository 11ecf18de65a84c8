"""Whom somebody keeps away. Who keeps them away stands in nobody's copy: only that person learns of it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, Entry, Fate, Holder, Way
from community.keeping_away.models import KeptAway, TalksClosed
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    for kept in KeptAway.objects.filter(person=person).order_by("at"):
        # Who it is stands on the page; here a name of somebody else would travel with the file.
        yield Entry(title=_("Somebody you keep away"), at=kept.at, data={"number": kept.whom_id})
    for closed in TalksClosed.objects.filter(person=person):
        yield Entry(title=_("You take no private talks with other youths"), at=closed.at)


def _fates(person: Person) -> Iterable[Fate]:
    if count := KeptAway.objects.filter(person=person).count():
        words = ngettext("%(count)s person you keep away", "%(count)s people you keep away", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)
    if TalksClosed.objects.filter(person=person).exists():
        yield Fate(count=1, words=_("That you take no private talks with other youths"), goes=BOTH)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    KeptAway.objects.filter(Q(person=person) | Q(whom=person)).delete()
    TalksClosed.objects.filter(person=person).delete()


DISTANCE = Holder(
    name="kept_away",
    title=gettext_lazy("Whom you keep away"),
    place=75,
    models=("community.KeptAway", "community.TalksClosed"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
