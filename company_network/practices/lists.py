"""Pages of practice: one's own network's, what is shared across, and the staff's.

However much there is, a page reads a page: of each board, or of all that is shared across, the newest few by an index,
and from these the newest of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.people.models import Person
from community.permissions import has_role, is_staff
from community.roles import Role, SpaceKind
from company_network.companies.models import Trade
from company_network.practices.policy import SPACES
from forums.boards.models import Board
from forums.tags.models import Tag, TopicTag
from forums.topics.models import Reach, Topic, TopicKind, not_hidden_from, reaches_open_to

#: Cards on a page.
CARDS_A_PAGE = 20
#: A tag that more topics bear is looked for along the list, a rarer one among those that bear it.
OFTEN = 400
#: Tags offered above the list: the most used.
TAGS_OFFERED = 12


@dataclass(frozen=True)
class Tab:
    #: In addresses: `?where=`.
    name: str
    label: Any


OWN = Tab("own", _("Our network"))
ACROSS = Tab("across", _("All networks"))
STAFF = Tab("staff", _("Staff practice"))


def tag_url(tag: int, reach: str) -> str:
    """The page of practice with this tag: where the practice is read that leads there."""
    where = {Reach.ACROSS.value: ACROSS, Reach.ACROSS_STAFF.value: STAFF}.get(reach)
    return reverse("practices") + (f"?where={where.name}&tag={tag}" if where else f"?tag={tag}")


def tabs_for(person: Person) -> list[Tab]:
    """What the person may read, the nearest first; nothing for youths and for whoever belongs nowhere."""
    across = [ACROSS] if Reach.ACROSS in reaches_open_to(person) else []
    team = has_role(person, Role.CONSULTANT) or has_role(person, Role.PSYCHOLOGIST)
    own = [OWN] if team or has_role(person, Role.COMPANY) else []
    return own + across + ([STAFF] if is_staff(person) else [])


def boards_of_practice(person: Person) -> list[Board]:
    """The companies' and teams' boards that the person reads."""
    boards = Board.objects.visible_to(person).filter(space__kind__in=SPACES)
    return list(boards.select_related("space__group", "space__network").order_by("pk"))


def tag_that_is_seen(person: Person, number: int) -> Tag | None:
    """The tag, where it stands on practice that the person reads."""
    seen = Topic.objects.visible_to(person).filter(kind=TopicKind.PRACTICE, pk=OuterRef("content_object"))
    borne = TopicTag.objects.filter(Exists(seen), tag=OuterRef("pk"), standing=True)
    return Tag.objects.filter(Exists(borne), pk=number).select_related("space").first()


def _with_tag(name: str) -> Q:
    """Topics with this word in whichever space: along the list where many bear it, otherwise by their numbers."""
    tags = list(Tag.objects.filter(name=name, space__kind__in=SPACES).values_list("pk", "topic_count"))
    numbers = [pk for pk, _count in tags]
    if sum(count for _pk, count in tags) > OFTEN:
        return Q(Exists(TopicTag.objects.filter(tag__in=numbers, content_object=OuterRef("pk"), standing=True)))
    bearing = TopicTag.objects.filter(tag__in=numbers, standing=True).values_list("content_object", flat=True)
    return Q(pk__in=list(bearing[: 2 * OFTEN]))


def _of_trade(source: "QuerySet[Topic]", trade: Trade) -> Q:
    """Those of the source from workplaces of a trade: along the list where there are many, otherwise by their numbers,
    so that a trade that has written little does not cost a walk through everybody's."""
    ours = Q(practice__company__trade=trade)
    numbers = list(source.filter(ours).values_list("pk", flat=True)[: OFTEN + 1])
    return ours if len(numbers) > OFTEN else Q(pk__in=numbers)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    tab: Tab
    trade: Trade | None = None
    tag: Tag | None = None
    #: The last card that was seen: when it was posted, and its number.
    before: tuple[datetime, int] | None = None


def page_of_practice(person: Person, boards: list[Board], wanted: Wanted) -> tuple[list[Topic], str]:
    """The cards of a page, and the key of the next one; empty where this is the last."""
    only = not_hidden_from(person)
    if wanted.before:
        at, number = wanted.before
        # The bound says where in the index to begin.
        only &= Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=number))
    if wanted.tag:
        only &= _with_tag(wanted.tag.name)
    window = Q(pk__in=[])
    for source in _sources(boards, wanted.tab):
        of_trade = _of_trade(source, wanted.trade) if wanted.trade else Q()
        newest = source.filter(only, of_trade, removed_at=None).order_by("-created_at", "-pk").values("pk")
        window |= Q(pk__in=newest[: CARDS_A_PAGE + 1])
    cards = Topic.objects.filter(window).select_related("author", "practice__company", "board__space__network")
    found = list(cards.order_by("-created_at", "-pk")[: CARDS_A_PAGE + 1])
    more = len(found) > CARDS_A_PAGE
    found = found[:CARDS_A_PAGE]
    return found, f"{found[-1].created_at.isoformat()}_{found[-1].pk}" if more else ""


def _sources(boards: list[Board], tab: Tab) -> "Sequence[QuerySet[Topic]]":
    """What the tab shows, each in the order of an index."""
    practice = Topic.objects.filter(kind=TopicKind.PRACTICE)
    shared = Topic.objects.exclude(reach=Reach.SPACE)
    kind = SpaceKind.TEAM if tab == STAFF else SpaceKind.COMPANY
    of_boards = [practice.filter(board=board.pk) for board in boards if board.space.kind == kind]
    if tab == OWN:
        return of_boards
    if tab == STAFF:
        return [*of_boards, shared.filter(reach=Reach.ACROSS_STAFF)]
    return [shared.filter(reach=Reach.ACROSS)]


def tags_offered(boards: list[Board], tab: Tab) -> list[Tag]:
    """The words that one's own boards use most."""
    kind = SpaceKind.TEAM if tab == STAFF else SpaceKind.COMPANY
    spaces = [board.space_id for board in boards if board.space.kind == kind]
    if not spaces or tab == ACROSS:
        return []
    tags = Tag.objects.filter(space__in=spaces, topic_count__gt=0).order_by("-topic_count", "name")
    return list(tags[:TAGS_OFFERED])
