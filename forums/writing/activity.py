"""What happens to words after they were posted. Nobody is called for it; open pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from community.activity.record import Activity
from forums.topics.models import Post


@dataclass(frozen=True, kw_only=True)
class _PostChanged(Activity):
    post: Post

    @property
    def subject(self) -> Post:
        return self.post

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.post.topic_id}", f"board:{self.post.topic.board_id}")


@dataclass(frozen=True, kw_only=True)
class PostEdited(_PostChanged):
    kind: ClassVar[str] = "post_edited"


@dataclass(frozen=True, kw_only=True)
class PostRemoved(_PostChanged):
    kind: ClassVar[str] = "post_removed"


@dataclass(frozen=True, kw_only=True)
class PostRestored(_PostChanged):
    kind: ClassVar[str] = "post_restored"
