"""Who may do what on a board."""

from community.people.models import Person
from forums.boards.models import Board


def can_post_topic(person: Person, board: Board) -> bool:
    """Whoever sees a board may write on it."""
    return Board.objects.visible_to(person).filter(pk=board.pk).exists()
