"""Answers about who belongs and who may what. The database refuses to change or erase them; they hold numbers."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.access_review.models import AccessAnswer
from community.holders import NEITHER, Entry, Fate, Holder, nothing_to_do
from community.people.models import Person


def _answers(person: Person) -> QuerySet[AccessAnswer]:
    about = Q(membership__person=person) | Q(editor=person)
    return AccessAnswer.objects.filter(about | Q(by=person))


def _entries(person: Person) -> Iterable[Entry]:
    for answer in _answers(person).order_by("at", "pk"):
        by = answer.by_id == person.pk
        yield Entry(
            title=_("You answered in a review of access") if by else _("Your access was looked through"),
            at=answer.at,
            # What one answered about others is about them.
            words="" if by else answer.get_verdict_display(),
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := _answers(person).count():
        words = _("What was answered in reviews of access: numbers and times without a name")
        yield Fate(count=count, words=words, goes=NEITHER)


REVIEWS = Holder(
    name="access_reviews",
    title=gettext_lazy("Reviews of access"),
    place=64,
    models=("community.AccessAnswer",),
    entries=_entries,
    fates=_fates,
    leave=nothing_to_do,
)
