"""Who may ask, answer and close."""

from community import clock
from community.asides.operations import is_put_aside
from community.people.models import Person
from community.permissions import has_role
from community.roles import Role, SpaceKind
from company_network.companies.models import companies_of
from company_network.sparring.models import Sparring
from forums.boards.models import Board
from forums.boards.policy import can_post_topic
from forums.topics.models import Topic

#: What the line that closes a question is called where something is said about it (subjects.py).
OUTCOME = "sparring_outcome"


def can_ask_sparring(person: Person, board: Board) -> bool:
    """The companies ask one another; the team answers among them, and never instead of them."""
    space = board.space
    return (
        space.kind == SpaceKind.COMPANY
        and has_role(person, Role.COMPANY, space.network_id)
        and can_post_topic(person, board)
    )


def takes_answers(person: Person, topic: Topic) -> bool:
    """Until it is archived; registered with the forum, which asks who sees the topic."""
    return Sparring.objects.filter(pk=topic.pk, archived_from__gt=clock.now()).exists()


def can_close_sparring(person: Person, sparring: Sparring) -> bool:
    """Whoever asked it, and whoever speaks for its workplace now, while they see it; an archived one too. Nobody while
    the line is hidden: it would come back as somebody else's."""
    sees = Topic.objects.visible_to(person).filter(pk=sparring.pk).exists()
    return (
        sees
        and not is_put_aside(OUTCOME, sparring.pk)
        and (
            sparring.topic.author_id == person.pk
            or (sparring.company_id is not None and companies_of(person, pk=sparring.company_id).exists())
        )
    )
