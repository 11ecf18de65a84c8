"""The database's side of a backup: a consistent copy, an empty place to put it back into, and what each table holds.

PostgreSQL is copied by its own pg_dump, within one snapshot; SQLite by its own backup, page by page under its lock.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connections
from django.utils.translation import gettext as _

#: How many rows there are and a sum over all of them, by table: alike before and after, in whatever order they lie.
Contents = dict[str, tuple[int, str]]


class BackupFault(Exception):
    """Why a backup cannot be made or put back, as a sentence for whoever runs the command."""


class Kept(Protocol):
    #: Its name in an archive.
    file: str

    def dump(self, into: Path) -> Contents: ...
    def is_empty(self) -> bool: ...
    def load(self, dump: Path) -> None: ...
    def contents(self) -> Contents: ...


def database() -> Kept:
    """The database of this site."""
    connection = connections["default"]
    return _Postgres(connection.settings_dict) if connection.vendor == "postgresql" else _Sqlite(connection)


# --- SQLite -------------------------------------------------------------------------------------------------------
class _Sqlite:
    file = "database.sqlite3"

    def __init__(self, connection: Any) -> None:
        self.path = Path(connection.settings_dict["NAME"])

    def dump(self, into: Path) -> Contents:
        # A connection of its own: the site's may be in a transaction.
        with _opened(self.path) as source, _opened(into) as copy:
            source.backup(copy)
            # The copy is one file; the site's own opens it as it opens every database.
            copy.execute("PRAGMA journal_mode=DELETE")
        return sqlite_contents(into)

    def is_empty(self) -> bool:
        return not self.path.exists() or not sqlite_contents(self.path)

    def load(self, dump: Path) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for leftover in (self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        shutil.copyfile(dump, self.path)

    def contents(self) -> Contents:
        return sqlite_contents(self.path)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def sqlite_contents(path: Path) -> Contents:
    found: Contents = {}
    with _opened(path) as connection:
        fault = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if fault != "ok":
            raise BackupFault(_("The database is damaged: %(fault)s") % {"fault": fault})
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (table,) in tables:
            many, total = 0, 0
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (its own name of a table)
                many += 1
                total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:16])
            found[table] = (many, f"{total % 2**128:032x}")
    return found


# --- PostgreSQL ---------------------------------------------------------------------------------------------------
class _Postgres:
    file = "database.pgdump"

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    def _run(self, program: str, *arguments: str) -> None:
        found = shutil.which(program)
        if found is None:
            raise BackupFault(
                _("%(program)s is missing. It comes with PostgreSQL's client programs.") % {"program": program}
            )
        place = {
            "PGHOST": self.settings["HOST"],
            "PGPORT": str(self.settings["PORT"] or ""),
            "PGUSER": self.settings["USER"],
            "PGPASSWORD": self.settings["PASSWORD"],
            "PGDATABASE": self.settings["NAME"],
        }
        # Never as an argument: arguments are read by everybody on the machine.
        variables = os.environ | {name: value for name, value in place.items() if value}
        done = subprocess.run([found, *arguments], env=variables, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise BackupFault(f"{program}: {done.stderr.strip()[-2000:]}")

    @contextmanager
    def _snapshot(self) -> Iterator[Any]:
        """A cursor that sees one moment, on a connection of its own."""
        import psycopg

        given = {
            "host": self.settings["HOST"],
            "port": self.settings["PORT"],
            "user": self.settings["USER"],
            "password": self.settings["PASSWORD"],
            "dbname": self.settings["NAME"],
        }
        with psycopg.connect(**{name: value for name, value in given.items() if value}) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with connection.cursor() as cursor:
                yield cursor

    def dump(self, into: Path) -> Contents:
        with self._snapshot() as cursor:
            found = _postgres_contents(cursor)
            snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()[0]
            self._run(
                "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={into}"
            )
        return found

    def is_empty(self) -> bool:
        return not self.contents()

    def load(self, dump: Path) -> None:
        self._run(
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-acl",
            f"--dbname={self.settings['NAME']}",
            str(dump),
        )

    def contents(self) -> Contents:
        with self._snapshot() as cursor:
            return _postgres_contents(cursor)


def _postgres_contents(cursor: Any) -> Contents:
    cursor.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
    )
    found: Contents = {}
    for (table,) in cursor.fetchall():
        cursor.execute(
            f"SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {table} t"  # noqa: S608
        )
        many, total = cursor.fetchone()
        found[table] = (many, total)
    return found
