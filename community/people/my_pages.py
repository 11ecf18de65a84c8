"""Pages of a person's own that rooms add to "Me". They register theirs in AppConfig.ready()."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MyPage:
    #: Lazily translated.
    label: Any
    url_name: str
    icon: str


my_pages: list[MyPage] = []
