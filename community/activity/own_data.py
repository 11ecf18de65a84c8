"""What is written down of one's deeds: verbs, numbers and times."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.activity.models import ActivityRecord
from community.holders import NEITHER, Entry, Fate, Holder, nothing_to_do
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    rows = ActivityRecord.objects.filter(actor=person).order_by("pk")
    deeds = [{"at": row.at, "what": row.kind, "of": row.subject_type, "number": row.subject_id} for row in rows]
    if deeds:
        # A line for each would bury what somebody wrote; a machine reads them all.
        yield Entry(
            title=_("What you did, as the site writes it down"),
            at=rows[0].at,
            words=_("Verbs, numbers and times without words: %(count)s lines. They stand in data.json.")
            % {"count": len(deeds)},
            data={"deeds": deeds},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := ActivityRecord.objects.filter(actor=person).count():
        yield Fate(
            count=count,
            words=_("The record of what happened: verbs, numbers and times, with no name and no words"),
            goes=NEITHER,
        )


DEEDS = Holder(
    name="deeds",
    title=gettext_lazy("What happened"),
    place=95,
    models=("community.ActivityRecord",),
    entries=_entries,
    fates=_fates,
    leave=nothing_to_do,
)
