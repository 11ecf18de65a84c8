"""Who may do what on a board."""

from community.people.models import Person
from community.permissions import paused_until
from forums.boards.models import Board


def can_post_topic(person: Person, board: Board, *, beyond: bool = False) -> bool:
    """Whoever sees a board may write on it, unless they are paused; a guest only what is read `beyond` it, so that they
    read it themselves."""
    if paused_until(person) is not None:
        return False
    boards = Board.objects.open_to(person) if beyond else Board.objects.visible_to(person)
    return boards.filter(pk=board.pk).exists()
