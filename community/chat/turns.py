"""Taking turns: what many say in one room at once is stored together, by whichever thread comes first.

Each message needs its room's row for itself. Sixteen requests that wait for it one after another pay for sixteen
transactions; the one whose turn it is takes with it what the others of this process have brought meanwhile
(a group commit, as databases do it with their log). Nobody waits for company: an empty room is answered at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, Protocol, TypeVar

#: Messages of one transaction, at the most.
TOGETHER = 32


class Brought(Protocol):
    @property
    def is_settled(self) -> bool: ...


One = TypeVar("One", bound=Brought)


@dataclass
class _Line(Generic[One]):
    turn: Lock = field(default_factory=Lock)
    waiting: list[One] = field(default_factory=list)
    threads: int = 0


class Turns(Generic[One]):
    """The lines of this process, one for each room that is written in just now."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line[One]] = {}
        self._guard = Lock()

    def bring(self, room: int, one: One, settle: Callable[[list[One]], None]) -> None:
        """Have it settled, by this thread or by another's turn; returns once it is. `settle` settles all that it is
        handed, or raises; what it left unsettled stands in line again, and its own threads see to it."""
        with self._stand_in(room, one) as line:
            while True:
                with line.turn:
                    if one.is_settled:
                        return
                    with self._guard:
                        mine = line.waiting[:TOGETHER]
                        del line.waiting[:TOGETHER]
                    try:
                        settle(mine)
                    finally:
                        with self._guard:
                            line.waiting[:0] = [other for other in mine if not other.is_settled]

    @contextmanager
    def _stand_in(self, room: int, one: One) -> Iterator[_Line[One]]:
        with self._guard:
            line = self._lines.setdefault(room, _Line())
            line.threads += 1
            line.waiting.append(one)
        try:
            yield line
        finally:
            with self._guard:
                line.threads -= 1
                if one in line.waiting:
                    line.waiting.remove(one)
                if not line.threads:
                    del self._lines[room]
