"""Taking a case, giving it back, and a line among those who look after it."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.moderation.activity import CaseChanged
from community.moderation.alarms import begin_alarm
from community.moderation.closing import looked_at_by
from community.moderation.deeds import hold
from community.moderation.models import Case, CaseNote
from community.moderation.policy import can_look_after
from community.people.models import Person
from community.permissions import require


@transaction.atomic
def take_case(*, actor: Person, case: Case, version: int) -> Case:
    """Look after it: from now on no alarm is raised, whoever was worried hears that somebody has it, and the others see
    who. Raises Refused for whoever does not see the case, and ActedMeanwhile."""
    hand = hold(actor, case, version)
    hand.case.taken_by = actor
    looked_at_by(hand.case, actor)
    hand.case.save()
    record(CaseChanged(actor=actor, case=hand.case))
    return hand.case


@transaction.atomic
def give_back_case(*, actor: Person, case: Case, version: int) -> Case:
    """Let somebody else look after it. A worry calls again from the beginning. Raises Refused where the actor does not
    have it, and ActedMeanwhile."""
    hand = hold(actor, case, version)
    require(hand.case.taken_by_id == actor.pk, _("Somebody else has it."))
    hand.case.taken_by = hand.case.taken_at = None
    if hand.case.worried and hand.case.closed_at is None:
        begin_alarm(hand.case)
    hand.case.save()
    record(CaseChanged(actor=actor, case=hand.case))
    return hand.case


@transaction.atomic
def note_on_case(*, actor: Person, case: Case, words: str) -> CaseNote:
    """Leave a line for those who look after the case; nobody else reads it. Raises Refused for whoever does not."""
    require(can_look_after(actor, case), _("You cannot look after this case."))
    note = CaseNote.objects.create(case=case, by=actor, words=words, at=clock.now())
    record(CaseChanged(actor=actor, case=case))
    return note
