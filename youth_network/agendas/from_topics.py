"""Putting a topic on the agenda: one's own at once, another's after its author's yes."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from community.asks.models import Ask
from community.asks.operations import ask_author
from community.asks.purposes import Purpose
from community.membership.models import Group
from community.people.models import Person
from community.permissions import memberships, require
from community.roles import GroupKind
from community.roles import Role as PersonRole
from forums.topics.models import Topic
from youth_network.agendas.models import TITLE_LIMIT, AgendaItem, ItemState
from youth_network.agendas.operations import AlreadyOnTheTable, propose_item
from youth_network.agendas.policy import can_propose_item, is_youth_of

NAME = "propose_from_topic"


def groups_for(person: Person, topic: Topic) -> list[Group]:
    """The groups on whose agenda the person may put the topic: their own; for a consultant's own topic those of the
    network; and of a group's own board that group alone."""
    space = topic.board.space
    groups = [m.group for m in memberships(person) if m.role == PersonRole.YOUTH and m.group is not None]
    if topic.author_id == person.pk and not groups:
        networks = [m.network_id for m in memberships(person) if m.role == PersonRole.CONSULTANT]
        groups = list(Group.objects.filter(network__in=networks, kind=GroupKind.YOUTH_GROUP))
    if space.group_id is not None:
        groups = [group for group in groups if group.pk == space.group_id]
    return [group for group in groups if group.network_id == space.network_id]


def _may_ask(person: Person, topic: Topic, group_id: int) -> bool:
    return is_youth_of(person, group_id) and any(group.pk == group_id for group in groups_for(person, topic))


def where_it_lies(item: AgendaItem | None) -> str:
    """The agenda that the item came on last, or all meetings."""
    place = item.placements.order_by("-placed_at", "-pk").first() if item else None
    return reverse("agenda", args=[place.agenda_id]) if place else reverse("meetings")


def group_name(ask: Ask) -> str:
    """Of the group whose agenda it is for."""
    return Group.objects.filter(pk=ask.place_id).values_list("name", flat=True).first() or ""


@transaction.atomic
def propose_from_topic(*, actor: Person, topic: Topic, group: Group) -> AgendaItem | Ask:
    """Put a topic on the group's table: one's own at once, another's when its author says yes, who is asked for it.

    Returns the item, or the question that now waits. Raises Refused for anybody but the group's youths (and a
    consultant with a topic of their own), after the author said no, and AlreadyOnTheTable.
    """
    mine = topic.author_id == actor.pk
    allowed = any(one.pk == group.pk for one in groups_for(actor, topic)) and can_propose_item(actor, group)
    require(allowed and topic.removed_at is None, _("The agenda belongs to the youths of the group."))
    if AgendaItem.objects.filter(group=group, topic=topic, state=ItemState.OPEN).exists():
        raise AlreadyOnTheTable(_("It is on the table already."))
    if mine:
        return propose_item(actor=actor, group=group, title=topic.title[:TITLE_LIMIT], topic=topic)
    return ask_author(actor=actor, purpose=PURPOSE, subject=topic, place_id=group.pk)


def _put_it_there(ask: Ask, topic: Topic) -> None:
    group = Group.objects.get(pk=ask.place_id)
    if not AgendaItem.objects.filter(group=group, topic=topic, state=ItemState.OPEN).exists():
        propose_item(actor=ask.asker, group=group, title=topic.title[:TITLE_LIMIT], topic=topic)


def _url(ask: Ask) -> str:
    item = AgendaItem.objects.filter(group=ask.place_id, topic=ask.subject_id).order_by("-pk").first()
    return where_it_lies(item)


PURPOSE = Purpose(
    name=NAME,
    model=Topic,
    visible_to=lambda person: Topic.objects.visible_to(person).filter(removed_at=None),
    author=lambda topic: topic.author,
    may_ask=_may_ask,
    question=lambda ask, topic: (
        _("May “%(topic)s” be on the agenda of %(group)s, so that they talk about it at their meeting?")
        % {"topic": topic.title, "group": group_name(ask)}
    ),
    who_sees=lambda ask, topic: (
        _("The youths of %(group)s, their consultants and the psychologist see it on the agenda.")
        % {"group": group_name(ask)}
    ),
    on_yes=_put_it_there,
    after_no=lambda ask, topic: _("The topic stays in the forum this time. That is quite all right."),
    thing_url=lambda topic: reverse("topic", args=[topic.pk]),
    url=_url,
)
