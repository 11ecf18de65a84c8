"""A bevidning round at a meeting: one tells, up to three witness, four steps, then the teller answers."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import require
from community.roles import Role as PersonRole
from youth_network.agendas.models import ItemForm, Placement
from youth_network.agendas.tables import locked
from youth_network.live_meetings.models import WITNESSES, RoundStep, RoundWitness, WitnessRound
from youth_network.live_meetings.policy import can_leave_round
from youth_network.live_meetings.running import driven, went_on

STEPS = list(RoundStep)


@transaction.atomic
def begin_round(
    *, actor: Person, placement: Placement, teller: Membership, witnesses: Sequence[Membership]
) -> WitnessRound:
    """Seat a teller and one to three witnesses on the item that runs, and begin with the story. Ask them first.

    While one stands, again changes nothing. Open pages follow. Raises Refused for anybody who does not
    lead, and when they are not different present youths of the group.
    """
    agenda = driven(actor, placement.agenda)
    placement = agenda.placements.select_related("item").get(pk=placement.pk)
    require(
        agenda.current_id == placement.pk and placement.item.form == ItemForm.WITNESSING,
        _("That is no bevidning round, or it does not run now."),
    )
    seated = [teller, *witnesses]
    youths = all(
        m.role == PersonRole.YOUTH and m.group_id == agenda.meeting.group_id and m.ended_at is None for m in seated
    )
    different = len({m.pk for m in seated}) == len(seated)
    require(
        youths and different and 1 <= len(witnesses) <= WITNESSES, _("Choose one who tells and up to three others.")
    )
    if standing := WitnessRound.objects.filter(placement=placement).first():
        return standing
    witness_round = WitnessRound.objects.create(placement=placement, teller=teller, step_began_at=clock.now())
    RoundWitness.objects.bulk_create(
        RoundWitness(round=witness_round, membership=m, number=number) for number, m in enumerate(witnesses, 1)
    )
    went_on(actor, agenda)
    return witness_round


@transaction.atomic
def go_to_step(*, actor: Person, witness_round: WitnessRound, seen: str, step: str) -> None:
    """Go on, or back, from the step that was seen; two who press at once move one step. Open pages follow.

    Raises Refused for anybody who does not lead.
    """
    agenda = driven(actor, witness_round.placement.agenda)
    require(step in RoundStep.values, _("That step does not exist."))
    standing = WitnessRound.objects.filter(pk=witness_round.pk, step=seen, placement=agenda.current_id)
    if seen != step and standing.update(step=step, step_began_at=clock.now()):
        went_on(actor, agenda)


@transaction.atomic
def leave_round(*, actor: Person, witness_round: WitnessRound, membership: Membership) -> None:
    """Step out of the round without a word of why. Without its teller the round is over; others take their time.

    Open pages follow. Raises Refused for others' seats unless one leads.
    """
    agenda = locked(witness_round.placement.agenda)
    standing = WitnessRound.objects.select_related("placement__agenda__meeting").filter(pk=witness_round.pk).first()
    if standing is None:
        return
    require(can_leave_round(actor, standing, membership), _("That is somebody else's seat."))
    if standing.teller_id == membership.pk:
        standing.delete()
    elif not standing.witnesses.filter(membership=membership).delete()[0]:
        return
    went_on(actor, agenda)
