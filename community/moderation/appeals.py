"""Asking for another look at a deed, and giving it: by somebody else than who did it."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.moderation.activity import AppealAnswered, AppealMade
from community.moderation.deeds import hold
from community.moderation.deputies import seek_deputy
from community.moderation.models import Appeal, Case, Deed
from community.moderation.policy import can_appeal, can_judge, judges_of
from community.moderation.undoing import undo
from community.people.models import Person
from community.permissions import require


@transaction.atomic
def appeal(*, actor: Person, deed: Deed, words: str = "") -> Appeal:
    """Ask that somebody else looks at a deed about oneself. The network's other consultants are told; where it has only
    the one who did it, its deputy of another network, who sees this case only; and where the deputy did it, programme
    staff are asked for another. Once a deed; twice is once.

    Raises Refused for a deed about somebody else, and for one that was taken back.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("network", "deputy").get(pk=deed.case_id)
    deed = Deed.objects.select_related("by", "person").get(pk=deed.pk)
    deed.case = case
    if deed.person_id == actor.pk and (made := Appeal.objects.filter(deed=deed).first()):
        return made
    require(can_appeal(actor, deed), _("You can ask for another look at what was done about you, while it stands."))
    made = Appeal.objects.create(deed=deed, by=actor, words=words, made_at=clock.now())
    # A deputy who did it judges it no more than anybody else: another one is sought.
    seek_deputy(case)
    record(AppealMade(actor=actor, appeal=made, people=tuple(judge.pk for judge in judges_of(deed))))
    return made


@transaction.atomic
def answer_appeal(*, actor: Person, appeal: Appeal, version: int, changed: bool, answer: str) -> Appeal:
    """Say whether the deed stands, and why; with `changed` it is taken back. Whoever asked is told, and the group's
    balance counts it.

    Raises Refused for who did it and whom it concerns, without a reason, and once it is answered; and ActedMeanwhile.
    """
    hand = hold(actor, appeal.deed.case, version)
    appeal = Appeal.objects.select_for_update(of=("self",)).select_related("deed__person", "by").get(pk=appeal.pk)
    appeal.deed.case = hand.case
    require(can_judge(actor, appeal), _("Somebody else than who did it looks at it."))
    require(bool(answer.strip()), _("Write why. They read it."))
    if changed and appeal.deed.stands:
        undo(hand, appeal.deed, actor)
    appeal.changed, appeal.answer, appeal.answered_by, appeal.answered_at = changed, answer, actor, clock.now()
    appeal.save(update_fields=["changed", "answer", "answered_by", "answered_at"])
    hand.case.save()
    record(AppealAnswered(actor=actor, appeal=appeal))
    return appeal
