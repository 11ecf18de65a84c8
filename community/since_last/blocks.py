"""The parts of "since last". Rooms above register theirs in AppConfig.ready(); the page shows what they give."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Block:
    template: str
    context: dict[str, Any] = field(default_factory=dict)


#: The template of blocks that are a list of ways (`ways`: url, title, words).
WAYS = "community/since_last/_ways.html"


def joined(blocks: list[Block]) -> list[Block]:
    """The blocks, with lists of ways that follow each other made one."""
    found: list[Block] = []
    for block in blocks:
        if found and block.template == found[-1].template == WAYS:
            found[-1] = Block(WAYS, {"ways": [*found[-1].context["ways"], *block.context["ways"]]})
        else:
            found.append(block)
    return found


#: Each is asked for a heading of the page, in place of the usual one; the first that has one for this person gives it.
greetings: list[Callable[[HttpRequest], str | None]] = []
#: Each is asked for its block; None where it has nothing for this person.
main_blocks: list[Callable[[HttpRequest], Block | None]] = []
side_blocks: list[Callable[[HttpRequest], Block | None]] = []
