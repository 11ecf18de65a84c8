"""The world of the tests, built once and laid out from then on.

Through the operations it takes hundreds of questions to build, and most tests begin with it. So each process builds it
once, writes down which rows came of it and takes them back; a test gets the same rows in a dozen inserts. Nobody may
lean on how old they are: up to as long as the suite has run.
"""

import pickle
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from community import clock
from tests.personas import World, build_world

Rows = dict[str, tuple[list[str], Counter[tuple[object, ...]]]]


class _TakeBack(Exception):
    """Leaves a transaction as if it had never been."""


@dataclass(frozen=True)
class Laid:
    inserts: list[tuple[str, list[tuple[object, ...]]]]
    kept: bytes

    def lay(self) -> World:
        """Into the transaction of a test; built anew where the clock is set or rows of the test stand in the way."""
        if abs(clock.now() - timezone.now()) > timedelta(seconds=1):
            return build_world()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for sql, rows in self.inserts:
                    cursor.executemany(sql, rows)
        except IntegrityError:
            return build_world()
        return pickle.loads(self.kept)


def write_down() -> Laid:
    """What building the world leaves in the database, which is empty of it again afterwards."""
    try:
        with transaction.atomic():
            before = _all_rows()
            kept = pickle.dumps(build_world())
            after = _all_rows()
            numbers = _numbers()
            raise _TakeBack
    except _TakeBack:
        _go_on_from(numbers)
    inserts = []
    for table, (columns, rows) in after.items():
        had = before[table][1]
        assert not had - rows, f"Building the world changed a row of {table}, which laying rows cannot do again."
        if new := list((rows - had).elements()):
            quoted = ", ".join(map(connection.ops.quote_name, columns))
            places = ", ".join(["%s"] * len(columns))
            inserts.append((f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({places})", new))
    return Laid(inserts, kept)


def _tables() -> list[str]:
    """In the order of their models, so that rows are laid after those that a trigger looks for: a group before its
    members. The database names them in any order, another one in each process."""
    standing = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    ordered = dict.fromkeys(model._meta.db_table for model in apps.get_models(include_auto_created=True))
    assert standing <= ordered.keys()
    return [table for table in ordered if table in standing]


def _numbers() -> list[tuple[str, int]]:
    """How far SQLite has numbered the rows of each table."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return cursor.fetchall()


def _go_on_from(numbers: list[tuple[str, int]]) -> None:
    """No row of a test gets the number of one that is laid; PostgreSQL gives none twice by itself."""
    with connection.cursor() as cursor:
        for name, last in numbers:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last])


def _all_rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = ([column[0] for column in cursor.description], Counter(map(_hashable, cursor.fetchall())))
    return found


def _hashable(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
