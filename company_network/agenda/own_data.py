"""What somebody brought to a meeting of companies or a team, and the notes they changed last."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import NEITHER, ONLY_ERASING, Entry, Fate, Holder, Way
from community.people.models import Person
from company_network.agenda.models import MeetingNotes, MeetingPoint


def _entries(person: Person) -> Iterable[Entry]:
    for point in MeetingPoint.objects.filter(proposer=person).order_by("made_at"):
        yield Entry(
            title=point.title,
            at=point.made_at,
            words=point.words,
            data={"meeting": point.meeting_id, "kind": point.kind, "removed_at": point.removed_at},
        )
    for notes in MeetingNotes.objects.filter(changed_by=person).order_by("changed_at"):
        # Notes are written by all: the copy says that one wrote last, not what all say.
        yield Entry(title=_("Notes of a meeting, last changed by you"), at=notes.changed_at, data={"meeting": notes.pk})


def _fates(person: Person) -> Iterable[Fate]:
    if count := MeetingPoint.objects.filter(proposer=person).count():
        words = ngettext("%(count)s point you brought to a meeting", "%(count)s points you brought to meetings", count)
        yield Fate(count=count, words=words % {"count": count}, goes=ONLY_ERASING)
    if count := MeetingNotes.objects.filter(changed_by=person).count():
        yield Fate(count=count, words=_("Notes of meetings, which all wrote together"), goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    if way == Way.ERASE:
        MeetingPoint.objects.filter(proposer=person).delete()


POINTS = Holder(
    name="points",
    title=gettext_lazy("What you brought to meetings"),
    place=42,
    models=("company_network.MeetingPoint", "company_network.MeetingNotes"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
