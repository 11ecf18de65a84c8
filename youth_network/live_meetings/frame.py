"""Who holds the frame: turns at check-in and check-out, and a consultant whom the youths ask to go on."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.activity.record import record
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import require
from community.roles import Role as PersonRole
from youth_network.agendas.models import Agenda, Phase
from youth_network.agendas.order import touch
from youth_network.agendas.tables import locked
from youth_network.live_meetings.activity import FrameHanded
from youth_network.live_meetings.models import Check, CheckTurn
from youth_network.live_meetings.policy import can_hand_to_consultant, can_take_turn
from youth_network.live_meetings.running import went_on

#: Which round is on in which phase.
ROUND_OF = {Phase.CHECK_IN: Check.IN, Phase.CHECK_OUT: Check.OUT}


@transaction.atomic
def take_turn(*, actor: Person, agenda: Agenda, membership: Membership) -> None:
    """Note that a youth of the group had their turn at the check-in or check-out that is on; passing is a turn too.

    Every open page follows. Raises Refused for others' turns unless one leads, and outside check-in and check-out.
    """
    agenda = locked(agenda)
    require(can_take_turn(actor, agenda, membership), _("That is somebody else's turn."))
    which = ROUND_OF.get(Phase(agenda.phase))
    require(which is not None, _("The round is over."))
    youth = membership.role == PersonRole.YOUTH and membership.group_id == agenda.meeting.group_id
    require(youth and membership.ended_at is None, _("That is somebody else's turn."))
    _turn, new = CheckTurn.objects.get_or_create(agenda=agenda, membership=membership, which=which)
    if new:
        went_on(actor, agenda)


@transaction.atomic
def take_turn_back(*, actor: Person, agenda: Agenda, membership: Membership) -> None:
    """Undo a turn noted by mistake while that round is still on. Raises Refused like take_turn."""
    agenda = locked(agenda)
    require(can_take_turn(actor, agenda, membership), _("That is somebody else's turn."))
    which = ROUND_OF.get(Phase(agenda.phase))
    gone, _rows = CheckTurn.objects.filter(agenda=agenda, membership=membership, which=which).delete()
    if gone:
        went_on(actor, agenda)


@transaction.atomic
def hand_to_consultant(*, actor: Person, agenda: Agenda, consultant: Membership) -> None:
    """Ask a consultant of the network to go on from here; the roles stay with the youths who have them.

    That consultant is told, and open pages say calmly who goes on. Raises Refused for anybody but the group's youths,
    when the meeting is over, and when it is no present consultant of the network.
    """
    agenda = locked(agenda)
    require(can_hand_to_consultant(actor, agenda), _("The youths of the group decide who goes on."))
    present = Membership.objects.current().filter(
        pk=consultant.pk, role=PersonRole.CONSULTANT, network=agenda.meeting.group.network_id
    )
    require(present.exists(), _("Choose a consultant of your network."))
    if agenda.led_by_id == consultant.pk:
        return
    agenda.led_by = consultant
    agenda.save(update_fields=["led_by"])
    touch(agenda)
    record(FrameHanded(actor=actor, agenda=agenda))


@transaction.atomic
def take_frame_back(*, actor: Person, agenda: Agenda) -> None:
    """Take over again from the consultant; the consultant may hand it back too. Open pages show it."""
    agenda = locked(agenda)
    own = agenda.led_by is not None and agenda.led_by.person_id == actor.pk
    require(own or can_hand_to_consultant(actor, agenda), _("The youths of the group decide who goes on."))
    if agenda.led_by_id is not None:
        agenda.led_by = None
        agenda.save(update_fields=["led_by"])
        went_on(actor, agenda)
