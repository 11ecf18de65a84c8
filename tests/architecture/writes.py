"""What a request writes into the database: seen at the one place that everything passes, or taken back at once."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client

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


@contextmanager
def undone(*clients: Client) -> Iterator[None]:
    """Nothing of what happens meanwhile has happened afterwards: not in the database, and not in what clients hold, so
    that whoever was signed in is so again."""
    held = [SimpleCookie(client.cookies) for client in clients]
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for client, cookies in zip(clients, held, strict=True):
        client.cookies = cookies
