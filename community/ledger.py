"""The ledger of what was erased for good, kept beside the database: one line for each, of numbers and times.

A database that is restored from before does not know who left since. The ledger does: it is a file that only grows,
lies outside the database, goes into every backup and is joined with the one that is there when a backup is put back.
Replaying it (community/own_data/replaying.py) erases again what stands. No name, no word and no address is in it.

    {"what": "person", "number": 12, "born": "2026-03-01T09:00:00+00:00", "way": "erase", "at": "2026-05-04T…"}

`born` is when the row was made. A number that a restored database gives anew is another's, and is left alone.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

#: Its name in a backup.
FILE = "erasures.jsonl"


@dataclass(frozen=True, kw_only=True)
class Line:
    what: str
    number: int
    born: str
    at: str
    way: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        return self.what, self.number, self.born

    def __str__(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value != ""})


#: By what a line names: erases again those of the things that stand in the database, and gives how many stood. Rooms
#: register theirs in AppConfig.ready().
replays: "dict[str, Callable[[list[Line]], int]]" = {}


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def path() -> Path:
    return Path(settings.ERASURE_LEDGER)


def write(lines: Iterable[Line]) -> None:
    """Add lines, and return once they are on the disk. Two processes at once write behind each other."""
    text = "".join(f"{line}\n" for line in lines)
    if not text:
        return
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # What a lost disk tore off must not take the next line along.
        end = os.lseek(handle, 0, os.SEEK_END)
        if end and os.pread(handle, 1, end - 1) != b"\n":
            text = f"\n{text}"
        # In one piece: what O_APPEND writes at once stands together.
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def touch() -> None:
    """Let every process of the machine look up (community/forgetting.py): what a line told of is done now."""
    if path().exists():
        os.utime(path())


def note(what: str, number: int, born: datetime, at: datetime, way: str = "") -> None:
    """Add a line after the commit: something was erased for good."""
    line = Line(what=what, number=number, born=moment(born), at=moment(at), way=way)
    transaction.on_commit(lambda: write([line]))


def read(file: Path | None = None) -> Iterator[Line]:
    """Each erasure once, in the order of the file. A line that a lost disk cut off is passed over."""
    file = file or path()
    try:
        text = file.read_text(errors="replace")
    except FileNotFoundError:
        return
    seen = set()
    for written in text.splitlines():
        line = _read(written)
        if line is not None and line.key not in seen:
            seen.add(line.key)
            yield line


def _read(written: str) -> Line | None:
    try:
        told = json.loads(written)
        return Line(
            what=str(told["what"]),
            number=int(told["number"]),
            born=str(told["born"]),
            at=str(told["at"]),
            way=str(told.get("way", "")),
        )
    except (ValueError, KeyError, TypeError):
        return None


def join(other: Path) -> int:
    """Add what another ledger knows and this one does not; gives how many lines that was."""
    known = {line.key for line in read()}
    new = [line for line in read(other) if line.key not in known]
    write(new)
    return len(new)
