"""Votes on house rules, and versions somebody proposed."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.house_rules.models import HouseRules, HouseRulesVote
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    for rules in HouseRules.objects.filter(proposed_by__person=person).prefetch_related("lines").order_by("pk"):
        yield Entry(
            title=_("House rules you proposed"),
            at=rules.proposed_at,
            words="\n".join(line.text for line in rules.lines.all()),
            data={"version": rules.version, "adopted_at": rules.adopted_at, "fell_at": rules.fell_at},
        )
    for vote in HouseRulesVote.objects.filter(membership__person=person).select_related("rules").order_by("cast_at"):
        yield Entry(
            title=_("Your vote on house rules"),
            at=vote.cast_at,
            words=_("Yes") if vote.yes else _("No"),
            data={"version": vote.rules.version, "yes": vote.yes},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := HouseRulesVote.objects.filter(membership__person=person).count():
        words = ngettext("%(count)s vote on house rules", "%(count)s votes on house rules", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)
    if count := HouseRules.objects.filter(proposed_by__person=person).count():
        words = _("House rules that you proposed: they are the group's, and say nothing of you")
        yield Fate(count=count, words=words, goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    HouseRulesVote.objects.filter(membership__person=person).delete()


RULES = Holder(
    name="house_rules",
    title=gettext_lazy("House rules"),
    place=45,
    models=("community.HouseRules", "community.HouseRulesVote"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
