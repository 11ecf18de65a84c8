"""The rooms' models, for Django."""

from forums.boards.models import Board
from forums.reading.models import SavedPost, TopicReading
from forums.topics.models import Post, Topic

__all__ = ["Board", "Post", "SavedPost", "Topic", "TopicReading"]
