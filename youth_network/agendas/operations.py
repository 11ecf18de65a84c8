"""Proposing, voting, taking down: what makes an agenda the youths' own."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.house_rules.models import HouseRule
from community.membership.models import Group
from community.people.models import Person
from community.permissions import Refused, require
from community.roles import Role as PersonRole
from forums.topics.models import Topic
from youth_network.agendas.activity import (
    ItemChanged,
    ItemProposed,
    ItemPutBack,
    ItemTakenDown,
    ItemWithdrawn,
    VoteCast,
    VoteTakenBack,
)
from youth_network.agendas.models import (
    MINUTES,
    PRACTICAL_MINUTES,
    VOTES,
    Agenda,
    AgendaItem,
    ItemForm,
    ItemState,
    Outcome,
    Placement,
    Vote,
)
from youth_network.agendas.order import touch
from youth_network.agendas.policy import (
    as_proposer,
    can_change_item,
    can_propose_item,
    can_propose_practical,
    can_take_item_down,
    can_take_up_again,
    can_vote,
    is_ahead_or_running,
    is_youth_of,
    team_membership,
    youth_membership,
)
from youth_network.agendas.tables import lay, lock_group, locked, place_of, place_waiting


class AlreadyOnTheTable(Refused):
    """The topic lies on the group's table already."""


@transaction.atomic
def propose_item(
    *,
    actor: Person,
    group: Group,
    title: str,
    minutes: int = MINUTES,
    form: str = ItemForm.TALK,
    topic: Topic | None = None,
    client_uuid: UUID | None = None,
) -> AgendaItem:
    """Put something on the group's next table whose votes are open; without one it waits for the next meeting.

    A consultant's item is marked as the team's. Open pages show it; where it grew out of a topic its teller hears of
    it. The same form sent twice makes one item. Raises Refused for anybody else, and AlreadyOnTheTable.
    """
    require(can_propose_item(actor, group), _("The agenda belongs to the youths of the group."))
    # One after the other in a group: two at once see each other's items.
    lock_group(group.pk)
    proposer = as_proposer(actor, group)
    if client_uuid and (sent := AgendaItem.objects.filter(proposer=proposer, client_uuid=client_uuid).first()):
        return sent
    if topic and AgendaItem.objects.filter(group=group, topic=topic, state=ItemState.OPEN).exists():
        raise AlreadyOnTheTable(_("It is on the table already."))
    item = AgendaItem.objects.create(
        group=group,
        title=title,
        proposer=proposer,
        from_team=proposer.role != PersonRole.YOUTH,
        minutes=minutes,
        form=form,
        topic=topic,
        client_uuid=client_uuid,
    )
    place_waiting(group.pk)
    record(ItemProposed(actor=actor, item=item, agenda_id=_table(item)))
    return item


@transaction.atomic
def propose_practical(*, actor: Person, agenda: Agenda, title: str) -> AgendaItem:
    """Take the team's one slot of five minutes at this meeting for what is practical. It takes no votes and comes last.

    Open pages show it. Raises Refused for anybody but the network's consultants, and when the slot is taken or the
    meeting is over.
    """
    group = agenda.meeting.group
    require(can_propose_practical(actor, group), _("The practical slot is the team's."))
    agenda = locked(agenda)
    require(is_ahead_or_running(agenda), _("The meeting is over."))
    taken = agenda.placements.filter(practical=True, outcome=Outcome.WAITING).exists()
    require(not taken, _("There is one practical slot a meeting, and it is taken."))
    item = AgendaItem.objects.create(
        group=group,
        title=title,
        proposer=as_proposer(actor, group),
        from_team=True,
        practical=True,
        minutes=PRACTICAL_MINUTES,
    )
    lay(item, agenda)
    touch(agenda)
    record(ItemProposed(actor=actor, item=item, agenda_id=agenda.pk))
    return item


@transaction.atomic
def change_item(*, actor: Person, item: AgendaItem, title: str, minutes: int, form: str) -> AgendaItem:
    """Change the words, minutes or form of one's own item while it waits. Open pages show it.

    Raises Refused for anybody but its proposer, and once the meeting has reached it or its votes are closed: what was
    voted for is what is talked about.
    """
    item = _locked_item(item)
    place = place_of(item)
    require(can_change_item(actor, item), _("Only the one who proposed it can change it."))
    closed = place is not None and not place.agenda.is_open
    require(not closed or title == item.title, _("The votes are closed: what was voted for stays as it is."))
    item.title, item.minutes, item.form = title, minutes, form
    item.save(update_fields=["title", "minutes", "form"])
    if place:
        Placement.objects.filter(pk=place.pk).update(minutes=minutes)
    _tell(ItemChanged(actor=actor, item=item, agenda_id=_table(item)))
    return item


@transaction.atomic
def withdraw_item(*, actor: Person, item: AgendaItem) -> AgendaItem:
    """Take back one's own item before the meeting reaches it; its votes are free again while they are open.

    Open pages show it; it can be put back. Raises Refused for anybody but its proposer.
    """
    item = _locked_item(item)
    if item.state == ItemState.WITHDRAWN and item.proposer.person_id == actor.pk:
        return item
    require(can_change_item(actor, item), _("Only the one who proposed it can take it back."))
    agenda_id = lift(item, Outcome.WITHDRAWN)
    item.state = ItemState.WITHDRAWN
    item.save(update_fields=["state"])
    _tell(ItemWithdrawn(actor=actor, item=item, agenda_id=agenda_id))
    return item


@transaction.atomic
def put_back_item(*, actor: Person, item: AgendaItem) -> AgendaItem:
    """Put one's withdrawn item back on the table, or a parked one again: on the next table whose votes are open.

    A parked item may be taken up by any youth of the group. Open pages show it. Raises Refused for others, and
    AlreadyOnTheTable where its topic lies there by now.
    """
    lock_group(item.group_id)
    item = _locked_item(item)
    own = item.state == ItemState.WITHDRAWN and item.proposer.person_id == actor.pk
    allowed = own and (is_youth_of(actor, item.group_id) or team_membership(actor, item.group) is not None)
    require(allowed or can_take_up_again(actor, item), _("It cannot be put on the table again."))
    if item.topic_id and AgendaItem.objects.filter(group=item.group, topic=item.topic, state=ItemState.OPEN).exists():
        raise AlreadyOnTheTable(_("It is on the table already."))
    item.state = ItemState.OPEN
    item.save(update_fields=["state"])
    place_waiting(item.group_id)
    _tell(ItemPutBack(actor=actor, item=item, agenda_id=_table(item)))
    return item


@transaction.atomic
def vote_on_item(*, actor: Person, placement: Placement) -> Vote:
    """Lay one of one's three votes on an item; again changes nothing. Nobody learns who voted for what.

    Raises Refused when the votes are closed, when all three are laid, for the practical slot, and for anybody but a
    youth of the group; the database refuses all of these too.
    """
    agenda = locked(placement.agenda)
    require(can_vote(actor, agenda), _no_vote(actor, agenda))
    placement.refresh_from_db()
    require(
        placement.outcome == Outcome.WAITING and not placement.practical, _("This item is not one that takes votes.")
    )
    membership = youth_membership(actor, agenda.meeting.group_id)
    assert membership is not None
    votes = list(Vote.objects.filter(agenda=agenda, membership=membership))
    if laid := next((vote for vote in votes if vote.placement_id == placement.pk), None):
        return laid
    free = sorted(set(range(1, VOTES + 1)) - {vote.slot for vote in votes})
    require(bool(free), _("Your three votes are laid. Take one back if this matters more to you."))
    vote = Vote.objects.create(agenda=agenda, placement=placement, membership=membership, slot=free[0])
    touch(agenda)
    record(VoteCast(actor=None, agenda=agenda))
    return vote


@transaction.atomic
def take_back_vote(*, actor: Person, placement: Placement) -> None:
    """Take one's vote on an item back; again changes nothing. Raises Refused when the votes are closed."""
    agenda = locked(placement.agenda)
    require(can_vote(actor, agenda), _no_vote(actor, agenda))
    membership = youth_membership(actor, agenda.meeting.group_id)
    gone, _rows = Vote.objects.filter(placement=placement, membership=membership).delete()
    if gone:
        touch(agenda)
        record(VoteTakenBack(actor=None, agenda=agenda))


@transaction.atomic
def take_item_down(*, actor: Person, item: AgendaItem, rule: HouseRule, reason: str) -> AgendaItem:
    """Take an item off the table for safety, naming a house rule of the group and a reason.

    The gap stays visible with both, and counts in the group's balance for good; every youth of the group hears of it.
    Raises Refused for anybody but a consultant of the network, and without a rule of this group or a reason.
    """
    item = _locked_item(item)
    require(can_take_item_down(actor, item), _("Only a consultant can take an item down, before it was discussed."))
    require(rule.rules.group_id == item.group_id, _("Choose one of the group's own house rules."))
    require(bool(reason.strip()), _("Write why. The group reads it."))
    agenda_id = lift(item, Outcome.TAKEN_DOWN) or _last_table(item)
    item.state = ItemState.TAKEN_DOWN
    item.taken_down_by = team_membership(actor, item.group)
    item.taken_down_at = clock.now()
    item.rule, item.rule_text, item.taken_down_because = rule, rule.text, reason.strip()
    item.save()
    _tell(ItemTakenDown(actor=actor, item=item, agenda_id=agenda_id))
    return item


def _no_vote(actor: Person, agenda: Agenda) -> str:
    if not is_youth_of(actor, agenda.meeting.group_id):
        return _("The votes are the youths' own.")
    return _("The votes are closed.")


def _locked_item(item: AgendaItem) -> AgendaItem:
    """The item with its row and its table's locked, the table first: voting and closing lock the table alone."""
    if place := place_of(item):
        locked(place.agenda)
    items = AgendaItem.objects.select_for_update(of=("self",)).select_related("group", "proposer__person", "topic")
    return items.get(pk=item.pk)


def lift(item: AgendaItem, outcome: Outcome) -> int | None:
    """Take the item off the table where it waits; while votes are open, those on it are free again. The table's key."""
    place = place_of(item)
    if place is None:
        return None
    if place.agenda.is_open:
        place.votes.all().delete()
    if place.agenda.current_id == place.pk:
        Agenda.objects.filter(pk=place.agenda_id).update(current=None)
    Placement.objects.filter(pk=place.pk).update(outcome=outcome, ended_at=clock.now() if place.started_at else None)
    touch(place.agenda)
    return place.agenda_id


def _table(item: AgendaItem) -> int | None:
    place = place_of(item)
    return place.agenda_id if place else None


def _last_table(item: AgendaItem) -> int | None:
    return item.placements.order_by("-pk").values_list("agenda_id", flat=True).first()


def _tell(activity: ItemChanged) -> None:
    if activity.agenda_id:
        touch(Agenda(pk=activity.agenda_id))
    record(activity)
