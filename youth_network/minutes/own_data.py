"""Lines of the minutes that somebody put right. Minutes are the group's; a name in them goes with its bearer."""

import re
from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.membership.models import Group
from community.people.models import Person
from community.people.own_data import former_member
from community.roles import GroupKind
from community.spaces.naming import names_of
from youth_network.agendas.models import Agenda, Placement
from youth_network.live_meetings.models import Agreement
from youth_network.minutes.models import Correction


def _entries(person: Person) -> Iterable[Entry]:
    for correction in Correction.objects.filter(corrected_by__person=person).order_by("corrected_at"):
        yield Entry(
            title=_("A line of the minutes you put right"),
            at=correction.corrected_at,
            words=correction.after,
            data={"meeting": correction.agenda_id, "line": correction.line},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if any(_named(person)):
        yield Fate(count=1, words=_("Your name, where it stands in the minutes of your group"), goes=BOTH)
    if count := Correction.objects.filter(corrected_by__person=person).count():
        words = ngettext(
            "%(count)s line of the minutes you put right: minutes are the group's",
            "%(count)s lines of the minutes you put right: minutes are the group's",
            count,
        )
        yield Fate(count=count, words=words % {"count": count}, goes=NEITHER)


def _texts(group: Group) -> "list[tuple[models.QuerySet, tuple[str, ...]]]":
    """Everything that the minutes of a group say in words of their own."""
    return [
        (Agenda.objects.filter(meeting__group=group), ("remark",)),
        (Placement.objects.filter(agenda__meeting__group=group), ("takeaway",)),
        (Agreement.objects.filter(agenda__meeting__group=group), ("what", "became")),
        (Correction.objects.filter(agenda__meeting__group=group), ("before", "after")),
    ]


def _pattern(person: Person, group: Group) -> "re.Pattern[str]":
    """The name as it is called in the group: a first name too, where nobody else there ever bore it."""
    whole, first = person.display_name, person.display_name.split()[0]
    others = Person.objects.filter(memberships__group=group).exclude(pk=person.pk)
    shared = any(names_of(other.display_name)[1] == names_of(first)[1] for other in others)
    names = [whole] if shared or len(first) < 2 else [whole, first]
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?=s?(?!\w))")


def _named(person: Person) -> "Iterable[tuple[models.Model, dict[str, str]]]":
    """Rows of the minutes that name the person, with what they say without the name."""
    if person.left_at is not None or not person.display_name.split():
        return
    groups = Group.objects.filter(kind=GroupKind.YOUTH_GROUP, memberships__person=person).distinct()
    for group in groups:
        called = _pattern(person, group)
        for rows, fields in _texts(group):
            for row in rows:
                texts = {name: getattr(row, name) for name in fields}
                changed = {name: called.sub(former_member().lower(), text) for name, text in texts.items()}
                if changed != texts:
                    yield row, changed


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    for row, changed in list(_named(person)):
        for name, text in changed.items():
            field = row._meta.get_field(name)
            setattr(row, name, text[: getattr(field, "max_length", None)])
        row.save(update_fields=list(changed))


MINUTES = Holder(
    name="minutes",
    title=gettext_lazy("In the minutes"),
    place=44,
    models=("youth_network.Correction",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
