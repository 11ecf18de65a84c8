"""Opening a board in a new space."""

from community.spaces.models import Space
from forums.boards.models import Board


def open_board(space: Space) -> Board:
    """Give the space its board; a space has exactly one."""
    return Board.objects.get_or_create(space=space)[0]
