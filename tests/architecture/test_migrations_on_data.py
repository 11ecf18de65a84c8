"""Every migration since the first release, undone and done again on a site that is lived in: no row is lost or changed.

What a migration adds is gone when it is undone, so each table is compared in the columns that both states have. An
operator goes the same way back and forward (docs/operations.md, "Upgrading, and going back").
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.architecture.test_migrations import FIRST_RELEASE
from tests.processes import database_url
from tests.support import manage, needs

pytestmark = pytest.mark.long

#: Seconds for one command on a slow machine.
PATIENCE = 1800
#: What is written by each run itself.
OF_THE_RUN = {"django_migrations", "sqlite_sequence"}

Columns = dict[str, list[str]]


class Sqlite:
    def __init__(self, folder) -> None:
        self.path = folder / "nextwork.sqlite3"
        self.variables = {"DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{self.path}"}

    def ask(self, question: str) -> list[tuple]:
        with closing(sqlite3.connect(self.path)) as line:
            return line.execute(question).fetchall()

    def columns(self) -> Columns:
        tables = self.ask("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        return {table: [row[1] for row in self.ask(f'PRAGMA table_info("{table}")')] for (table,) in tables}


class Postgres:
    def __init__(self, folder, name: str) -> None:
        self.url = f"{database_url().rpartition('/')[0]}/{name}"
        self.variables = {"DATA_DIR": str(folder), "DATABASE_URL": self.url}

    def ask(self, question: str) -> list[tuple]:
        with psycopg.connect(self.url) as line:
            return line.execute(question).fetchall()

    def columns(self) -> Columns:
        found: Columns = {}
        for table, column in self.ask(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ):
            found.setdefault(table, []).append(column)
        return found


@contextmanager
def a_database(kind: str, folder) -> Iterator[Sqlite | Postgres]:
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    name = f"migrations_on_data_{uuid4().hex[:8]}"
    with psycopg.connect(f"{database_url().rpartition('/')[0]}/postgres", autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
        try:
            yield Postgres(folder, name)
        finally:
            line.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sums(database: Sqlite | Postgres, columns: Columns) -> dict[str, tuple[int, str]]:
    """Of each table how many rows, and one sum over these columns whatever the order of the rows."""
    found = {}
    for table, names in columns.items():
        listed = ", ".join(f'"{name}"' for name in sorted(names))
        rows = database.ask(f'SELECT {listed} FROM "{table}"')
        told = hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()
        found[table] = (len(rows), told)
    return found


def shared(one: Columns, other: Columns) -> Columns:
    both = {table: sorted(set(one[table]) & set(other[table])) for table in one.keys() & other.keys() - OF_THE_RUN}
    return {table: names for table, names in both.items() if names}


def run(database: Sqlite | Postgres, *command: str) -> None:
    done = manage(*command, timeout=PATIENCE, **database.variables)
    assert done.returncode == 0, (command, done.stdout[-1500:], done.stderr[-3000:])


#: The migration just before that of the first release, where an app has made none since: so that there is a way to go.
def a_step_back() -> dict[str, str]:
    disk = sorted(MigrationLoader(connection).disk_migrations)
    return {
        app: [name for of, name in disk if of == app and name < released][-1] for app, released in FIRST_RELEASE.items()
    }


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=needs("postgresql"))])
@pytest.mark.parametrize("target", ["the first release", "a step before it"])
def test_no_row_is_lost_or_changed_on_the_way_back_and_forward_again(db, tmp_path, kind, target):
    wanted = FIRST_RELEASE if target == "the first release" else a_step_back()
    with a_database(kind, tmp_path) as database:
        run(database, "migrate", "-v0")
        run(database, "load_demo")
        here = database.columns()
        full = sums(database, {table: names for table, names in here.items() if table not in OF_THE_RUN})
        assert sum(many for many, _sum in full.values()) > 1_000
        for app, name in wanted.items():
            run(database, "migrate", "-v0", app, name)
        there = database.columns()
        both = shared(here, there)
        back = sums(database, both)
        run(database, "migrate", "-v0")
        assert database.columns() == here
        assert sums(database, both) == back
        # Where nothing was taken away, nothing of what people wrote has changed either.
        untouched = {table for table in both if here[table] == there[table]}
        changed = {table for table in untouched if sums(database, {table: here[table]})[table] != full[table]}
        assert not changed
