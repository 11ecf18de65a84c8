"""Something made of what public pages show: made once in each process, and anew when any of that has changed."""

from collections.abc import Callable
from typing import Generic, TypeVar

from community import clock
from home.page_cache.kept import Fit, next_moment, present_mark

T = TypeVar("T")


class Remembered(Generic[T]):
    """`Remembered(make)` asks `make` for each key once, and again when the mark is another or the clock says so. As
    exact as a kept page is: what is withdrawn is gone with the next question."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self.make = make
        self._made: dict[str, tuple[Fit, T]] = {}

    def of(self, key: str) -> T:
        # In this order: whatever changes while it is made must not be taken for what was made.
        mark, now = present_mark(), clock.now()
        standing = self._made.get(key)
        if standing and mark and standing[0].holds(mark, now):
            return standing[1]
        until = next_moment(mark, now) if mark else None
        made = self.make(key)
        if mark:
            self._made[key] = Fit(mark, now, until, None), made
        return made
