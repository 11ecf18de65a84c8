"""What the audit holds: who of the staff opened what about somebody, and what one opened oneself.

Entries hold numbers, verbs and times, the database refuses to change them, and they are evidence about the staff: so
they stay for their two years also when somebody leaves, and name nobody any more, since the accounts they point at are
empty. The copy tells of them as the page does: the sentence, the role and the kind of reason.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.audit import verbs
from community.audit.models import AuditEntry
from community.holders import NEITHER, Entry, Fate, Holder, nothing_to_do
from community.openness.page import entries_about, lines
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    for line in lines(list(entries_about(person).select_related("actor"))):
        facts = ((_("Role"), line.role),) if line.role else ()
        yield Entry(title=line.sentence, at=line.at, facts=(*facts, (_("Reason"), line.reason)))
    opened = list(AuditEntry.objects.filter(actor=person).order_by("pk").values("at", "verb", "reason"))
    if opened:
        yield Entry(
            title=_("What you opened as one of the staff"),
            at=opened[0]["at"],
            words=_("Verbs and times without words: %(count)s lines. They stand in data.json.")
            % {"count": len(opened)},
            # About whom is theirs.
            data={"opened": opened},
        )


def _fates(person: Person) -> Iterable[Fate]:
    # Not what one may not know of yet: the number would tell it.
    told = Q(about=person) & ~verbs.veiled()
    if count := AuditEntry.objects.filter(told | Q(actor=person)).count():
        yield Fate(
            count=count,
            words=_("Who of the staff opened what: numbers and times, kept for two years, with no name and no words"),
            goes=NEITHER,
        )


SEEN = Holder(
    name="seen",
    title=gettext_lazy("Who has seen something about you"),
    place=62,
    models=("community.AuditEntry",),
    entries=_entries,
    fates=_fates,
    leave=nothing_to_do,
)
