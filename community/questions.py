"""Questions that are put together once and asked again and again with other values.

Django puts each question anew together from its parts, which takes longer than the database needs to answer. What is
asked by every page and every message is kept as text of SQL:

    found = ask(_last_minute_of, author=person.pk, since=now - timedelta(minutes=1))

`build(**values)` gives the queryset. It is called once, with a stand-in for each value: whole numbers, moments, UUIDs
and words. It may hand them on and nothing else: what it works out of them would be worked out of the stand-ins.
`community.prepared` asks so what depends on who asks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI

from community import clock

#: Different questions a process keeps: a handful for each kind of membership in each group.
KEPT = 4_000
#: Stand-ins: fit every integer column, and are nobody's number.
ANYBODY = 2_147_400_000
_SOMETIME = datetime(1901, 1, 1, tzinfo=UTC)
_ANY_UUID = 0xA11 << 96
_BORNE = (int, str, datetime, UUID)
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


def stand_in(kind: type, number: int) -> Any:
    """A value of the kind, another one for each number, that nothing bears."""
    if kind is int:
        return ANYBODY + number
    if kind is datetime:
        return _SOMETIME + timedelta(microseconds=number)
    if kind is UUID:
        return UUID(int=_ANY_UUID + number)
    if kind is str:
        return f"stand-in {number}"
    raise TypeError(f"{kind} has no stand-in")


@dataclass(frozen=True)
class Question:
    sql: str
    #: Stand-ins among them are replaced by what is asked for.
    values: tuple[Any, ...]
    model: Any
    db: str
    query: Any
    #: What the compiler found out about the columns.
    columns: dict[str, Any]

    def about(self, known: dict[Any, Any]) -> "Again":
        """Ready to be asked, with these values in the places of their stand-ins."""
        return Again(self, [_instead(value, known) for value in self.values])


def _instead(value: Any, known: dict[Any, Any]) -> Any:
    if not isinstance(value, _BORNE) or value not in known:
        return value
    # psycopg marks small numbers by a type of its own, which what takes a stand-in's place must bear too.
    return type(value)(known[value]) if isinstance(value, int) else known[value]


class Again(SQLCompiler):
    """The compiler of a question that has been put together before."""

    def __init__(self, question: Question, values: list[Any]) -> None:
        super().__init__(question.query, connections[question.db], question.db)
        self.__dict__.update(question.columns)
        self.again = question.sql, values

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> Any:
        return self.again

    def execute_sql(  # type: ignore[override]
        self, result_type: str = MULTI, chunked_fetch: bool = False, chunk_size: int = 0
    ) -> list[list[Any]]:
        """All rows, in one batch."""
        with _cursor(self.connection) as cursor:
            cursor.execute(*self.again)
            rows = cursor.fetchall()
        return [[row[: self.col_count] for row in rows] if self.has_extra_select else rows]

    def objects(self) -> list[Any]:
        return list(ModelIterable(_Asked(self.query.model, self.using, self, {})))  # type: ignore[arg-type]

    def rows(self) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.results_iter()]


def _cursor(connection: Any) -> Any:
    """On PostgreSQL one that lets the database keep the plan too: it plans these questions longer than it answers.

    Where queries are logged it is the usual one, whose SQL holds the values.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # not where its driver is missing

    connection.ensure_connection()
    raw = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        raw.cursor_factory = usual


@dataclass(frozen=True)
class _Asked:
    """What Django's own reader of rows wants to know of a queryset."""

    model: Any
    db: str
    compiler: Again
    _known_related_objects: Any

    @property
    def query(self) -> "_Asked":
        return self

    def get_compiler(self, using: str) -> Again:
        return self.compiler


def put_together(name: str, build: Callable[[], QuerySet[Any]], stand_ins: list[Any]) -> Question | None:
    """The question that `build()` gives; None where nothing can be found, so that there is nothing to ask. Raises
    AssertionError where it asks for the present time, which is over by the next page, or for no such stand-in."""
    try:
        queryset = build()
        compiler = queryset.query.get_compiler(queryset.db)
        sql, values = compiler.as_sql()
        with clock.at(datetime(2000, 1, 1, tzinfo=UTC)):
            long_ago = build().query.get_compiler(queryset.db).as_sql()[1]
    except EmptyResultSet:
        return None
    if values != long_ago:
        raise AssertionError(f"{name} asks for a time, which is over by the next page.")
    if {as_bound(one, queryset.db) for one in stand_ins} - {value for value in values if isinstance(value, _BORNE)}:
        raise AssertionError(f"{name} does not hand on what it is asked about.")
    columns = {
        name: getattr(compiler, name)
        for name in ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
        if hasattr(compiler, name)
    }
    return Question(sql, tuple(values), queryset.model, queryset.db, queryset.query, columns)


def as_bound(value: Any, db: str) -> Any:
    """The value as the database's driver is handed it."""
    if isinstance(value, datetime):
        return connections[db].ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connections[db].features.has_native_uuid_field:
        return value.hex
    return value


def fits(value: Any) -> bool:
    """Whether any column could bear it: a whole number may be larger than all of them."""
    return not isinstance(value, int) or _SMALLEST <= value <= _LARGEST


@lru_cache(maxsize=KEPT)
def _kept(build: Callable[..., QuerySet[Any]], kinds: tuple[tuple[str, type], ...]) -> Question | None:
    stand_ins = {name: stand_in(kind, number) for number, (name, kind) in enumerate(kinds, start=1)}
    return put_together(build.__name__, lambda: build(**stand_ins), list(stand_ins.values()))


def _again(build: Callable[..., QuerySet[Any]], values: dict[str, Any]) -> Again | None:
    if not all(fits(value) for value in values.values()):
        return None
    kinds = tuple((name, type(value)) for name, value in values.items())
    question = _kept(build, kinds)
    if question is None:
        return None
    return question.about(
        {
            as_bound(stand_in(kind, number), question.db): as_bound(values[name], question.db)
            for number, (name, kind) in enumerate(kinds, start=1)
        }
    )


def ask(build: Callable[..., QuerySet[Any]], **values: Any) -> list[Any]:
    """The objects that `build(**values)` finds."""
    again = _again(build, values)
    return again.objects() if again else []


def ask_for_rows(build: Callable[..., QuerySet[Any]], **values: Any) -> list[tuple[Any, ...]]:
    """The rows that `build(**values)`, a `values_list`, finds."""
    again = _again(build, values)
    return again.rows() if again else []
