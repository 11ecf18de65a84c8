"""What protects by itself while nobody looks. Each rule is one sentence, stands in the deed it makes, and holds only
until somebody has looked.

Reports of worry never hide anything: they call somebody. Words to look twice at are marked for whoever looks at a case
(cases.py) and decide nothing.
"""

from typing import Any

from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.care_rules.operations import is_staffed
from community.moderation.activity import DeedDone
from community.moderation.kinds import DeedKind, ReportKind
from community.moderation.models import Case, Deed
from community.subjects import SubjectKind

#: So many different people hide a thing outside staffed hours.
REPORTERS = 3


def protect(case: Case, kind: SubjectKind, thing: Any, what: ReportKind) -> None:
    """Hide the thing until somebody has looked, where a rule says so. Called in the transaction of a report."""
    care = kind.care
    if care is None or care.hide is None or not care.hides_by_itself:
        return
    if care.is_hidden(thing) or was_let_stand(kind, thing):
        return
    if what == ReportKind.NAMES and care.hides_names(thing):
        sentence = _(
            "Where adults write about youths, words that may name one are hidden until a consultant has looked."
        )
    elif what != ReportKind.WORRIED and not is_staffed(case.network_id) and _reporters(case) >= REPORTERS:
        sentence = _("While nobody of the team reads along, three people together hide a thing until one has looked.")
    else:
        return
    hide_until_seen(case, kind, thing, DeedKind.HIDDEN_UNTIL_SEEN, sentence)


def _reporters(case: Case) -> int:
    said = case.reports.exclude(kind=ReportKind.WORRIED).filter(reporter__isnull=False)
    return said.values("reporter").distinct().count()


def was_let_stand(kind: SubjectKind, thing: Any) -> bool:
    """Whether somebody has looked at these very words and let them stand."""
    assert kind.care is not None
    looked = Deed.objects.filter(
        kind=DeedKind.LET_STAND, undone_at=None, case__subject_type=kind.name, case__subject_id=thing.pk
    )
    changed = kind.care.changed_at(thing)
    return looked.filter(at__gte=changed).exists() if changed else looked.exists()


def hide_until_seen(case: Case, kind: SubjectKind, thing: Any, deed_kind: DeedKind, sentence: str) -> Deed:
    """Hide it, write down by which rule, and tell its author."""
    assert kind.care is not None
    assert kind.care.hide is not None
    kind.care.hide(thing.pk, True)
    deed = Deed.objects.create(case=case, kind=deed_kind, person=case.author, rule_text=sentence, at=clock.now())
    record(DeedDone(actor=None, deed=deed, keys=kind.live_keys(thing)))
    return deed
