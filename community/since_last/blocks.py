"""The parts of "since last". Rooms above register theirs in AppConfig.ready(); the page shows what they give."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Block:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


#: Each is asked for its block; None where it has nothing for this person.
main_blocks: list[Callable[[HttpRequest], Block | None]] = []
side_blocks: list[Callable[[HttpRequest], Block | None]] = []
