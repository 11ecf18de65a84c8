"""Who shares practice, with whom, and whose it is then."""

from django.db.models import Q

from community.people.models import Person
from community.permissions import has_role, is_consultant_of, is_programme, is_staff_of
from community.roles import Role, SpaceKind
from company_network.companies.models import Company, companies_of
from company_network.practices.models import Practice, TriedHere
from forums.boards.models import Board
from forums.topics.models import Post, Reach, Topic, TopicKind

#: Where practice stands: companies' and teams' boards.
SPACES = (SpaceKind.COMPANY, SpaceKind.TEAM)


def team_boards_of_all(person: Person) -> Q:
    """Programme staff have no board: what they share stands on a team's, as a guest's."""
    return Q(space__kind=SpaceKind.TEAM) if is_programme(person) else Q(pk__in=[])


def reaches_for(person: Person, board: Board) -> list[Reach]:
    """How far the person may let what they share on this board be read, the nearest first; nothing where they may not
    share there at all. Whoever has no part in the network shares across, so that they read it themselves."""
    space, network = board.space, board.space.network_id
    across = {SpaceKind.COMPANY: Reach.ACROSS, SpaceKind.TEAM: Reach.ACROSS_STAFF}.get(SpaceKind(space.kind))
    if across is None:
        return []
    if is_staff_of(person, network) or (space.kind == SpaceKind.COMPANY and has_role(person, Role.COMPANY, network)):
        return [Reach.SPACE, across]
    return [across] if space.kind == SpaceKind.TEAM and is_programme(person) else []


def can_share_practice(person: Person, board: Board) -> bool:
    return bool(reaches_for(person, board))


def keeps_practice(person: Person, post: Post) -> bool:
    """The author, and whoever speaks for the company now: when a representative leaves, the post stays with it."""
    if post.author_id == person.pk:
        return True
    return companies_of(person, practices=post.topic_id).exists()


def can_set_reach(person: Person, topic: Topic, reach: str) -> bool:
    """Who keeps the post chooses among the reaches that stand open to them."""
    post = topic.posts.filter(position=0, removed_at=None).first()
    return (
        topic.kind == TopicKind.PRACTICE
        and post is not None
        and Topic.objects.visible_to(person).filter(pk=topic.pk).exists()
        and keeps_practice(person, post)
        and reach in reaches_for(person, topic.board)
    )


def companies_to_try(person: Person, practice: Practice) -> list[Company]:
    """The person's workplaces that may say that they have tried it: all but the one whose practice it is."""
    return list(companies_of(person).exclude(pk=practice.company_id or 0).order_by("name", "pk").distinct())


def can_try(person: Person, practice: Practice, company: Company) -> bool:
    """Who speaks for the company and reads the practice, which is another's and stands on a companies' board."""
    return (
        practice.topic.board.space.kind == SpaceKind.COMPANY
        and company.pk != practice.company_id
        and companies_of(person, pk=company.pk).exists()
        and Topic.objects.visible_to(person).filter(pk=practice.topic_id).exists()
    )


def can_change_try(person: Person, tried: TriedHere) -> bool:
    """Whoever speaks for that company now."""
    return companies_of(person, pk=tried.company_id).exists()


def can_propose_sharing(person: Person, topic: Topic) -> bool:
    """Consultants of the network, for what is read in it alone."""
    return (
        topic.kind == TopicKind.PRACTICE
        and topic.reach == Reach.SPACE
        and topic.removed_at is None
        and is_consultant_of(person, topic.board.space.network_id)
        and Topic.objects.visible_to(person).filter(pk=topic.pk).exists()
    )


def can_edit_round_ups(person: Person) -> bool:
    return is_programme(person)
