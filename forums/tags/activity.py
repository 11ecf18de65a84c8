"""What happens to a space's tags. Nobody is called for it; open pages show it, and the record says who did it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from community.activity.record import Activity
from forums.tags.models import Tag


@dataclass(frozen=True, kw_only=True)
class _TagChanged(Activity):
    tag: Tag

    @property
    def subject(self) -> Tag:
        return self.tag

    def live_keys(self) -> Iterable[str]:
        return (f"board:{self.tag.space.board.pk}",)


class TagRenamed(_TagChanged):
    kind: ClassVar[str] = "tag_renamed"


class TagsMerged(_TagChanged):
    """`tag` is the one that went."""

    kind: ClassVar[str] = "tags_merged"


class TagRemoved(_TagChanged):
    kind: ClassVar[str] = "tag_removed"


class TagRestored(_TagChanged):
    kind: ClassVar[str] = "tag_restored"
