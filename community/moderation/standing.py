"""What keeps a thing hidden, and letting it stand."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.moderation.activity import AppealAnswered
from community.moderation.kinds import AUTOMATIC, DeedKind
from community.moderation.models import Appeal, Deed
from community.people.models import Person
from community.subjects import SubjectKind

#: Deeds by which one thing is hidden for its own sake.
HIDING = (DeedKind.HIDE, DeedKind.ASK_CHANGE, DeedKind.HIDDEN_UNTIL_SEEN, DeedKind.HELD)
#: Those of them that somebody has decided.
DECIDED = (DeedKind.HIDE, DeedKind.ASK_CHANGE)


def _of(kind: SubjectKind, pk: int) -> "QuerySet[Deed]":
    return Deed.objects.filter(case__subject_type=kind.name, case__subject_id=pk)


def _sprees(kind: SubjectKind, pk: int, author_id: int | None) -> list[Deed]:
    """The deeds that stand and by which the thing is hidden with much else."""
    sprees = Deed.objects.filter(kind=DeedKind.HIDE_ALL, person=author_id, undone_at=None) if author_id else []
    return [deed for deed in sprees if [kind.name, pk] in deed.about.get("things", [])]


def is_held_by_another(kind: SubjectKind, pk: int, deed: Deed) -> bool:
    """Whether somebody has hidden the thing by another deed than this one too, which stands."""
    if _of(kind, pk).filter(kind__in=DECIDED, undone_at=None).exclude(pk=deed.pk).exists():
        return True
    return any(spree.pk != deed.pk for spree in _sprees(kind, pk, deed.person_id))


def show(kind: SubjectKind, pk: int, actor: Person) -> None:
    """Let it stand for everybody. What was held when it was put up is told now to those who would have been, once."""
    assert kind.care is not None
    assert kind.care.hide is not None
    kind.care.hide(pk, False)
    until_seen = _of(kind, pk).filter(kind__in=AUTOMATIC, undone_at=None)
    held = until_seen.filter(kind=DeedKind.HELD).exists()
    until_seen.update(undone_at=clock.now(), undone_by=actor)
    if held and kind.care.tell is not None:
        kind.care.tell(pk)


def end_what_hides(kind: SubjectKind, pk: int, author_id: int | None, actor: Person) -> None:
    """Take back every deed by which the thing is hidden: somebody has looked, and it stands. Of a spree it is the one
    thing; the others stay hidden."""
    hiding = _of(kind, pk).filter(kind__in=HIDING, undone_at=None)
    ended = list(hiding.values_list("pk", flat=True))
    hiding.update(undone_at=clock.now(), undone_by=actor)
    settle_appeals(ended, actor)
    for spree in _sprees(kind, pk, author_id):
        spree.about["things"].remove([kind.name, pk])
        spree.save(update_fields=["about"])


def settle_appeals(deeds: Iterable[int], actor: Person) -> None:
    """What was asked about deeds that are taken back is answered with that: nobody needs to look at them any more."""
    for made in Appeal.objects.waiting().filter(deed__in=list(deeds)).select_related("deed__case", "by"):
        if actor.pk == made.by_id:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            made.answer = _("It was taken back before somebody else had looked.")
        made.changed, made.answered_by, made.answered_at = True, actor, clock.now()
        made.save(update_fields=["changed", "answer", "answered_by", "answered_at"])
        record(AppealAnswered(actor=actor, appeal=made))


def pause_that_stands(deed: Deed) -> datetime | None:
    """Until when another pause of the same person in the same network holds."""
    others = Deed.objects.filter(
        kind=DeedKind.PAUSE,
        person=deed.person_id,
        case__network=deed.case.network_id,
        undone_at=None,
        until__gt=clock.now(),
    )
    ends = others.exclude(pk=deed.pk).values_list("until", flat=True)
    return max((until for until in ends if until is not None), default=None)
