"""From a number of youths to a team, by the table that an editor keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

MOST_DRAWN = 12


@dataclass(frozen=True)
class Row:
    """So many consultants, each with so many youths."""

    consultants: int
    least_each: int
    most_each: int
    least_all: int
    #: None where the row goes on without an end.
    most_all: int | None

    @property
    def room_for(self) -> int:
        """How many youths fit at the most, by what each consultant can have."""
        return max(self.most_all or 0, self.consultants * self.most_each)


@dataclass(frozen=True)
class Team:
    """What the table says of a number of youths."""

    youths: int
    row: Row
    consultants: int
    #: Whether it is fewer than the smallest team needs, or more than the largest row has room for.
    too_few: bool = False
    beyond: bool = False

    @property
    def seats(self) -> range:
        """What is drawn of the team: no more plants than one sees at a glance."""
        return range(min(self.consultants, MOST_DRAWN))

    @property
    def least_each(self) -> int:
        return self.youths // self.consultants

    @property
    def most_each(self) -> int:
        return ceil(self.youths / self.consultants)

    @property
    def has_room(self) -> bool:
        """Whether the row is meant for more youths than these."""
        return not self.beyond and not self.too_few and self.youths < self.row.least_all


def team_for(youths: int, rows: Sequence[Row]) -> Team | None:
    """The smallest team of the table with room for them; beyond the table, as many consultants as its last row would
    need. None without a table."""
    if not rows:
        return None
    for row in rows:
        if youths <= row.room_for:
            return Team(youths, row, row.consultants, too_few=youths < rows[0].least_all)
    last = rows[-1]
    return Team(youths, last, ceil(youths / last.most_each), beyond=True)
