"""The line with which somebody closed a question among workplaces. Question and answers themselves are posts."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from community.holders import NEITHER, ONLY_ERASING, Entry, Fate, Holder, Way
from community.people.models import Person
from company_network.sparring.models import Sparring


def _entries(person: Person) -> Iterable[Entry]:
    for sparring in Sparring.objects.filter(closed_by=person).order_by("closed_at"):
        yield Entry(
            title=str(SPARRING.title), at=sparring.closed_at, words=sparring.outcome, data={"topic": sparring.pk}
        )


def _fates(person: Person) -> Iterable[Fate]:
    closed = Sparring.objects.exclude(closed_at=None)
    if count := closed.filter(topic__author=person).count():
        words = ngettext(
            "%(count)s line on what you did about your question",
            "%(count)s lines on what you did about your questions",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=ONLY_ERASING)
    if count := closed.filter(closed_by=person).exclude(topic__author=person).count():
        words = ngettext(
            "%(count)s line with which you closed a colleague's question",
            "%(count)s lines with which you closed colleagues' questions",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    """The question goes with its post; what was done about it says what it was."""
    if way == Way.ERASE:
        Sparring.objects.filter(topic__author=person).update(
            outcome="", outcome_changed_at=None, closed_at=None, closed_by=None
        )


SPARRING = Holder(
    name="sparring",
    title=gettext_lazy("What you did about a question among companies"),
    place=37,
    models=("company_network.Sparring",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
