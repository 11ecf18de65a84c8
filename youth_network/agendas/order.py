"""In which order items lie on the table: the order rule of design.md section 3.

Votes, plus one for each time an item was carried over; ties go to the proposer whose last discussed item lies furthest
back, then to the oldest proposal. The team's practical slot comes last. Once the youth host has made an order, or the
meeting has begun, that order stands.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from youth_network.agendas.models import Agenda, AgendaItem, ItemState, Outcome, Placement

#: Before anything that was heard: whoever never was comes first.
NEVER = datetime.min.replace(tzinfo=UTC)


def with_votes(agenda: Agenda) -> "QuerySet[Placement]":
    """The agenda's places with `counted`: the votes of youths who were in the group when the votes closed."""
    stayed = Q(votes__membership__ended_at=None) | Q(votes__membership__ended_at__gte=agenda.closes_at)
    return agenda.placements.annotate(counted=Count("votes", filter=stayed))


def _last_heard(agenda: Agenda) -> Subquery:
    """When the proposer last had an item discussed, in their group, before these votes closed."""
    heard = (
        Placement.objects.filter(
            item__proposer=OuterRef("item__proposer"),
            item__group=OuterRef("item__group"),
            outcome=Outcome.DISCUSSED,
            ended_at__lt=agenda.closes_at,
        )
        .order_by()
        .values("item__proposer")
        .annotate(last=Max("ended_at"))
    )
    return Subquery(heard.values("last"))


def by_rule(placements: Iterable[Placement]) -> list[Placement]:
    """The rule itself, on places that carry `counted` and `last_heard`."""

    def key(placement: Placement) -> tuple[bool, int, datetime, datetime, int]:
        item: AgendaItem = placement.item
        weight = placement.counted + item.carried  # type: ignore[attr-defined]
        heard = placement.last_heard or NEVER  # type: ignore[attr-defined]
        return item.practical, -weight, heard, item.proposed_at, item.pk

    return sorted(placements, key=key)


def table_of(agenda: Agenda) -> list[Placement]:
    """What lies on the table, in order, with the gaps that taking down leaves; without what its proposer took back.

    While the votes are open: in the order of proposing, so that no order betrays a count. One query.
    """
    placements = list(
        with_votes(agenda)
        .annotate(last_heard=_last_heard(agenda))
        .select_related("item__proposer__person", "item__topic", "item__rule", "item__taken_down_by__person")
        .exclude(outcome=Outcome.WITHDRAWN)
        .order_by("item__proposed_at", "item_id")
    )
    if agenda.is_open:
        return sorted(placements, key=lambda placement: placement.item.practical)
    ordered = by_rule(placements)
    if agenda.host_ordered or agenda.phase != "ahead":
        # What came on the table since, without a place in the host's order, keeps the rule's order at the end.
        ordered.sort(key=lambda placement: (placement.position is None, placement.position or 0))
    return ordered


def settle_order(agenda: Agenda) -> None:
    """Write the order down as it stands, for a meeting that begins. Call it with the agenda's row locked."""
    for position, placement in enumerate(table_of(agenda)):
        if placement.position != position:
            Placement.objects.filter(pk=placement.pk).update(position=position)


def balance_of(group_id: int) -> dict[str, int]:
    """The visible balance of a group's whole life: items from youths, of all items, and those taken down."""
    down = Q(state=ItemState.TAKEN_DOWN)
    return (
        AgendaItem.objects.filter(group=group_id)
        .of_the_balance()
        .aggregate(
            youths=Count("pk", filter=Q(from_team=False)),
            items=Count("pk"),
            taken_down=Count("pk", filter=down),
            # The lengths of the drawn bar.
            youths_standing=Count("pk", filter=Q(from_team=False) & ~down),
            team_standing=Count("pk", filter=Q(from_team=True) & ~down),
        )
    )


def touch(agenda: Agenda) -> None:
    """Count a change that an open page shows."""
    Agenda.objects.filter(pk=agenda.pk).update(version=F("version") + 1)
