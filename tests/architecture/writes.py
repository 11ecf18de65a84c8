"""What a request writes into the database, seen at the one place that everything passes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_READS = re.compile(
    r"\s*\(?\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|SET|SHOW|PRAGMA|BEGIN|COMMIT|EXPLAIN|FETCH|DECLARE)\b", re.I
)
_WRITES = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)\"?", re.I)


@contextmanager
def written_tables() -> Iterator[set[str]]:
    """The tables that are written to meanwhile; a statement that is neither known to read nor to write counts whole."""
    found: set[str] = set()

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not _READS.match(sql):
            found.update(_WRITES.findall(sql) or [sql])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found
