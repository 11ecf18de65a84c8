"""Where a kind of topic is at home, where that is not its board: readers of other networks see no board of ours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Home:
    #: The page that such topics are listed on, and what the way back to it is called.
    url: Callable[[], str]
    label: Any
    #: The page of those with this tag, from a topic of this reach.
    tag_url: Callable[[int, str], str]


#: By the kind of topic. Rooms above register theirs in AppConfig.ready().
homes: dict[str, Home] = {}


def tag_url(kind: str, reach: str, board_id: int, tag_id: int) -> str:
    home = homes.get(kind)
    return home.tag_url(tag_id, reach) if home else reverse("board_tag", args=[board_id, tag_id])
