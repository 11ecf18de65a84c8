"""The rooms' models, for Django."""

from forums.boards.models import Board
from forums.drafts.models import Draft
from forums.mentions.models import Mention
from forums.reading.models import BoardReading, SavedPost, TopicReading
from forums.tags.models import Tag, TagRemoval, TopicTag
from forums.topics.models import Post, Topic
from forums.writing.models import PostVersion

__all__ = [
    "Board",
    "BoardReading",
    "Draft",
    "Mention",
    "Post",
    "PostVersion",
    "SavedPost",
    "Tag",
    "TagRemoval",
    "Topic",
    "TopicReading",
    "TopicTag",
]
