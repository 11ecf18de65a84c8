"""What can be said about an item on the agenda, and what a consultant can do with it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import live
from community.asides.operations import hiding_of, is_put_aside, said_by_itself
from community.people.models import Person
from community.subjects import Care, Nearby, SubjectKind
from youth_network.agendas.activity import key_of
from youth_network.agendas.models import Agenda, AgendaItem, ItemState

NAME = "agenda_item"


def _tables(item: AgendaItem) -> list[int]:
    return list(item.placements.order_by("pk").values_list("agenda_id", flat=True))


def _tables_show_it(item: AgendaItem) -> None:
    tables = _tables(item)
    Agenda.objects.filter(pk__in=tables).update(version=F("version") + 1)
    transaction.on_commit(lambda: live.announce([key_of(table) for table in tables]))


def _url(item: AgendaItem) -> str:
    tables = _tables(item)
    return reverse("agenda", args=[tables[-1]]) if tables else reverse("meetings")


def _around(item: AgendaItem) -> list[Nearby]:
    """What else lies on the same table."""
    tables = _tables(item)
    if not tables:
        return []
    others = AgendaItem.objects.filter(placements__agenda=tables[-1]).exclude(pk=item.pk)
    return [
        Nearby(one.proposer.person.display_name, one.title, one.proposed_at)
        for one in others.select_related("proposer__person").order_by("proposed_at", "pk")
    ]


def _by(person: Person, network_id: int, since: datetime) -> "QuerySet[AgendaItem]":
    theirs = AgendaItem.objects.filter(proposer__person=person, group__network=network_id, proposed_at__gte=since)
    return theirs.exclude(state__in=[ItemState.WITHDRAWN, ItemState.TAKEN_DOWN])


def _network(item: Any, reporter: Person) -> int | None:
    return item.group.network_id


#: The gap stays on the table, and the group's balance counts it: only the words are put aside.
AGENDA_ITEM = SubjectKind(
    name=NAME,
    model=AgendaItem,
    visible_to=lambda person: AgendaItem.objects.visible_to(person),
    author=lambda item: item.proposer.person,
    space=lambda item: item.group.space,
    url=_url,
    words=lambda item: item.title,
    live_keys=lambda item: tuple(key_of(table) for table in _tables(item)),
    select_related=("proposer__person", "group__space", "group__network"),
    care=Care(
        noun=_("an item on the agenda"),
        network=_network,
        passages=lambda item: [("", said_by_itself(NAME, item, "title"))],
        around=_around,
        hide=hiding_of(NAME, AgendaItem, {"title": lambda: gettext("Something is hidden here.")}, _tables_show_it),
        is_hidden=lambda item: is_put_aside(NAME, item.pk),
        by=_by,
    ),
)
