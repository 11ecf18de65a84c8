"""What somebody asked others for, and was asked for."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.asks.models import Ask
from community.holders import BOTH, Entry, Fate, Holder, Way
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    for ask in Ask.objects.filter(Q(asker=person) | Q(author=person)).order_by("asked_at"):
        asked = ask.asker_id == person.pk
        yield Entry(
            title=_("You asked for a yes") if asked else _("You were asked for a yes"),
            at=ask.asked_at,
            words=ask.get_state_display(),
            data={
                "purpose": ask.purpose,
                "about": ask.subject_type,
                "number": ask.subject_id,
                "answered_at": ask.answered_at,
            },
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Ask.objects.filter(Q(asker=person) | Q(author=person)).count():
        words = ngettext("%(count)s question for a yes", "%(count)s questions for a yes", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    Ask.objects.filter(Q(asker=person) | Q(author=person)).delete()


QUESTIONS = Holder(
    name="questions",
    title=gettext_lazy("Questions for a yes"),
    place=70,
    models=("community.Ask",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
