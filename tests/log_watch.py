"""Listens to every log line of the whole suite: none may hold words, names or numbers that tests use as canaries.

What processes of their own write down (tests/processes.py, a worker, the browser's site, PostgreSQL) is read when they
have ended.
"""

import copy
import logging

from config.errors import Lines

#: Stand in every canary of the suite, in small letters: Kanariefuglen, Canarywords, Zoega's number.
CANARIES = ("kanarie", "canary", "99887766", "zoega")


def lines_with_canaries(log: str) -> list[str]:
    """The lines of a log that hold one."""
    return [line for line in log.splitlines() if any(canary in line.lower() for canary in CANARIES)]


class AsTheSiteWrites(Lines):
    """Whichever handler of pytest came first and kept its own text of the fault."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        record.exc_text = None
        return super().format(record)


class LogWatch(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.setFormatter(AsTheSiteWrites("%(name)s %(levelname)s %(message)s"))
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found += lines_with_canaries(self.format(record))


def watch() -> LogWatch:
    """Listening from now on, below whatever a test captures."""
    handler = LogWatch()
    logging.getLogger().addHandler(handler)
    return handler
