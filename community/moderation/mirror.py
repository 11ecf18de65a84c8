"""What the network's staff did in a month, for all to see: sums, and none about fewer than five people."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone

from community import clock
from community.membership.models import Group
from community.moderation.kinds import BY_A_RULE, DeedKind
from community.moderation.models import Appeal, Case, Deed

#: Fewer say too much about who.
FEWEST = 5
#: Months that one can look back.
MONTHS = 12


@dataclass
class Mirror:
    """The sums of a month; None for a sum about too few."""

    month: date
    deeds: int | None = None
    kinds: list[tuple[str, int]] = field(default_factory=list)
    rules: list[tuple[str, int]] = field(default_factory=list)
    #: Half of the cases that were closed waited no longer than this.
    median_wait: timedelta | None = None
    undone: int | None = None
    appeals: int | None = None
    appeals_changed: int | None = None


def months() -> list[date]:
    """The full months that one can look at, the newest first."""
    first = timezone.localdate(clock.now()).replace(day=1)
    found = []
    for _number in range(MONTHS):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


def _bounds(month: date) -> tuple[datetime, datetime]:
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    zone = timezone.get_default_timezone()
    begins, ends = (datetime.combine(day, datetime.min.time(), tzinfo=zone) for day in (month, following))
    return begins, ends


def mirror_of(network_id: int, month: date) -> Mirror:
    """The network's month."""
    begins, ends = _bounds(month)
    mirror = Mirror(month)
    done = Deed.objects.filter(case__network=network_id, kind__in=BY_A_RULE)
    deeds = list(done.filter(at__gte=begins, at__lt=ends).only("kind", "rule_text", "person_id"))
    if len({deed.person_id for deed in deeds}) >= FEWEST:
        mirror.deeds = len(deeds)
        mirror.kinds = _parts(deeds, lambda deed: str(DeedKind(deed.kind).label))
        mirror.rules = _parts(deeds, lambda deed: deed.rule_text)
    taken_back = done.filter(undone_at__gte=begins, undone_at__lt=ends).values_list("pk", "person_id")
    mirror.undone = _sum(taken_back)
    answered = Appeal.objects.filter(
        deed__case__network=network_id, answered_at__gte=begins, answered_at__lt=ends
    ).values_list("pk", "by_id", "changed")
    mirror.appeals = _sum((pk, by) for pk, by, _changed in answered)
    if mirror.appeals is not None:
        mirror.appeals_changed = _changed_of(list(answered))
    mirror.median_wait = _median_wait(network_id, begins, ends)
    return mirror


def _changed_of(answered: list[tuple[int, int, bool | None]]) -> int | None:
    """Of how many the other one found otherwise. Nothing where the rest could be reckoned back to too few people."""
    stood = {by for _pk, by, changed in answered if not changed}
    if stood and len(stood) < FEWEST:
        return None
    return _sum((pk, by) for pk, by, changed in answered if changed)


def _sum(rows: Iterable[tuple[int, int | None]]) -> int | None:
    listed = list(rows)
    return len(listed) if len({person for _pk, person in listed}) >= FEWEST else None


def _parts(deeds: list[Deed], name_of: Callable[[Deed], str]) -> list[tuple[str, int]]:
    """How the sum parts, the largest first. Nothing where what is left out could be reckoned back to too few people."""
    people: dict[str, set[int | None]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    for deed in deeds:
        people[name_of(deed)].add(deed.person_id)
        counts[name_of(deed)] += 1
    shown = [name for name in counts if len(people[name]) >= FEWEST]
    left_out = set().union(*(people[name] for name in counts if name not in shown), set())
    if left_out and len(left_out) < FEWEST:
        return []
    return sorted(((name, counts[name]) for name in shown), key=lambda part: (-part[1], part[0]))


def _median_wait(network_id: int, begins: datetime, ends: datetime) -> timedelta | None:
    """From the first word about a thing until somebody took it or did something."""
    closed = Case.objects.filter(network=network_id, closed_at__gte=begins, closed_at__lt=ends, taken_at__isnull=False)
    waits = list(closed.values_list("opened_at", "taken_at", "author_id"))
    if len({author for _opened, _taken, author in waits}) < FEWEST:
        return None
    return timedelta(
        seconds=median((taken - opened).total_seconds() for opened, taken, _author in waits if taken is not None)
    )


@dataclass(frozen=True)
class GroupCount:
    """What was done about words in a group's space, for the group's whole life; and what became of looking again."""

    deeds: int
    taken_back: int
    appeals: int
    appeals_changed: int


def count_of(group: Group) -> GroupCount:
    """Counted for good, like what is taken off the agenda: it is about the staff and names nobody."""
    deeds: QuerySet[Deed] = Deed.objects.filter(case__space__group=group, kind__in=BY_A_RULE)
    answered = Appeal.objects.filter(deed__in=deeds, answered_at__isnull=False)
    return GroupCount(
        deeds=deeds.count(),
        taken_back=deeds.filter(undone_at__isnull=False).count(),
        appeals=answered.count(),
        appeals_changed=answered.filter(changed=True).count(),
    )
