"""The rooms' models, for Django."""

from forums.boards.models import Board
from forums.topics.models import Reply, Topic

__all__ = ["Board", "Reply", "Topic"]
