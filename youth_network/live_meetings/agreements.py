"""What the group agrees, and what becomes of it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import memberships, require
from community.roles import Role as PersonRole
from youth_network.agendas.models import Agenda, Phase, Placement
from youth_network.live_meetings.models import Agreement, AgreementState
from youth_network.live_meetings.policy import can_settle_agreement
from youth_network.live_meetings.running import driven, went_on

#: How many of the last agreements a meeting opens with.
OPENS_WITH = 3


@transaction.atomic
def make_agreement(
    *,
    actor: Person,
    agenda: Agenda,
    what: str,
    placement: Placement | None = None,
    owner: Membership | None = None,
    due: date | None = None,
    client_uuid: UUID | None = None,
) -> Agreement:
    """Write down what was agreed, who sees to it (nobody: all of us) and by when. Open pages show it.

    The same form sent twice makes one. Raises Refused for anybody who does not lead, and when the owner is no present
    youth of the group or consultant of its network, or the item is of another meeting.
    """
    agenda = driven(actor, agenda)
    if client_uuid and (sent := Agreement.objects.filter(client_uuid=client_uuid, agenda=agenda).first()):
        return sent
    require(placement is None or placement.agenda_id == agenda.pk, _("That item is of another meeting."))
    _check_owner(agenda, owner)
    agreement = Agreement.objects.create(
        agenda=agenda,
        placement=placement,
        what=what,
        owner=owner,
        due=due,
        made_by=_hand(actor, agenda),
        client_uuid=client_uuid,
    )
    went_on(actor, agenda, topics=_topics(agreement))
    return agreement


@transaction.atomic
def take_agreement_back(*, actor: Person, agreement: Agreement) -> None:
    """Strike an agreement out while its meeting is on; again changes nothing. Raises Refused for who does not lead."""
    agenda = driven(actor, agreement.agenda)
    gone, _rows = Agreement.objects.filter(pk=agreement.pk, agenda=agenda).delete()
    if gone:
        went_on(actor, agenda, topics=_topics(agreement))


@transaction.atomic
def settle_agreement(*, actor: Person, agreement: Agreement, state: str, became: str = "") -> Agreement:
    """Say what became of an agreement; it can be said anew. The pages that are open show it.

    Raises Refused for anybody but the group's youths and the consultant they asked to go on.
    """
    agreement = Agreement.objects.select_for_update(of=("self",)).select_related("agenda__meeting").get(pk=agreement.pk)
    require(can_settle_agreement(actor, agreement), _("The group says what became of what it agreed."))
    agreement.state, agreement.became = AgreementState(state), became
    agreement.settled_at = None if state == AgreementState.OPEN else clock.now()
    agreement.save(update_fields=["state", "became", "settled_at"])
    went_on(actor, agreement.agenda, topics=_topics(agreement))
    group = agreement.agenda.meeting.group_id
    for agenda in Agenda.objects.filter(meeting__group=group, phase__in=[Phase.AHEAD, Phase.CHECK_IN]):
        went_on(actor, agenda)
    return agreement


def last_agreements(agenda: Agenda) -> list[Agreement]:
    """What the meeting opens with: the last three agreements of the group's earlier meetings, the oldest first."""
    earlier = Agreement.objects.filter(
        agenda__meeting__group=agenda.meeting.group_id, agenda__meeting__starts_at__lt=agenda.meeting.starts_at
    )
    newest = earlier.select_related("owner__person", "placement__item").order_by("-made_at", "-pk")[:OPENS_WITH]
    return list(newest)[::-1]


def _check_owner(agenda: Agenda, owner: Membership | None) -> None:
    if owner is None:
        return
    group = agenda.meeting.group
    fits = (owner.role == PersonRole.YOUTH and owner.group_id == group.pk) or (
        owner.role == PersonRole.CONSULTANT and owner.network_id == group.network_id
    )
    require(fits and owner.ended_at is None, _("Choose somebody of the group."))


def _hand(actor: Person, agenda: Agenda) -> Membership:
    """The membership by which the actor leads."""
    group = agenda.meeting.group
    own = memberships(actor)
    return next((m for m in own if m.group_id == group.pk), None) or next(m for m in own if m.pk == agenda.led_by_id)


def _topics(agreement: Agreement) -> tuple[int, ...]:
    topic = agreement.placement.item.topic_id if agreement.placement else None
    return (topic,) if topic else ()
