"""Pages of a person's own that rooms add to "Me". They register theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from community.people.models import Person


@dataclass(frozen=True)
class MyPage:
    #: Lazily translated.
    label: Any
    url_name: str
    icon: str
    #: Whether it stands there for this person.
    concerns: Callable[[Person], bool] = lambda person: True


my_pages: list[MyPage] = []
