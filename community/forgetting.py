"""What a process keeps in memory, forgotten when somebody has left.

Parts of pages are drawn once and kept (community/drawn.py, forums/topics/drawing.py), with names and words in them.
Nothing is shown of them that does not stand any more, since what is kept is found by what it was made of; yet it would
lie in the memory. The ledger of those who left (community/ledger.py) is a file that all processes of a machine
see: whoever finds it grown forgets everything, within a second of being asked for a page, a job or a socket.
"""

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

#: Empties one cache each.
caches: list[Callable[[], object]] = []

#: Seconds between looks at the file.
LOOK_EVERY = 1.0

_looked_at = 0.0
_seen: tuple[int, int] | None = None


def _stamp() -> tuple[int, int]:
    try:
        state = Path(settings.ERASURE_LEDGER).stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


def forget_everything() -> None:
    """Empty every cache of this process."""
    for empty in caches:
        empty()


def forget_those_who_left() -> None:
    """Empty every cache where the ledger has grown since this process looked last. Cheap: asks the clock, and the disk
    once a second."""
    global _looked_at, _seen
    now = time.monotonic()
    if now - _looked_at < LOOK_EVERY:
        return
    _looked_at = now
    stamp = _stamp()
    if stamp != _seen:
        if _seen is not None:
            forget_everything()
        _seen = stamp
