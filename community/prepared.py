"""Questions that are put together once and asked again and again with other numbers.

A member's page asks the same few questions each time. Django puts each of them together anew from its parts (who may
see what, joined to how far one has read …), which takes longer than the database needs to answer. Who may see what
depends on the memberships a person holds and on nothing else, so all who hold the same share one text of SQL:

    topics = asked(_topic_with_story, person, topic=12)

`build(person, **numbers)` gives the queryset. It is called with a stand-in for the person and for each number, and may
use of the person the primary key, the memberships and `is_active` alone. Whole numbers only: what depends on the
present time is refused, since it would be over by the next page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import MULTI

from community import clock
from community.membership.models import Membership
from community.people.models import Person

#: Different questions a process keeps: a handful for each kind of membership in each group.
KEPT = 4_000
#: Stand-ins: fit every integer column, and are nobody's number.
ANYBODY = 2_147_400_000
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1

Held = tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True)
class _Question:
    sql: str
    #: Stand-ins among them are replaced by what is asked for.
    values: tuple[Any, ...]
    model: Any
    db: str
    query: Any
    #: What the compiler found out about the columns.
    columns: dict[str, Any]


class _Again(SQLCompiler):
    """The compiler of a question that has been put together before."""

    def __init__(self, question: _Question, values: list[Any]) -> None:
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
    compiler: _Again
    _known_related_objects: Any

    @property
    def query(self) -> "_Asked":
        return self

    def get_compiler(self, using: str) -> _Again:
        return self.compiler


@lru_cache(maxsize=KEPT)
def _put_together(
    build: Callable[..., QuerySet[Any]], held: Held, is_active: bool, names: tuple[str, ...]
) -> _Question | None:
    """None where the memberships open nothing, so that there is nothing to ask."""
    anybody = Person(pk=ANYBODY, is_active=is_active)
    anybody._current_memberships = [
        Membership(role=role, network_id=network_id, group_id=group_id) for role, network_id, group_id in held
    ]
    numbers = {name: ANYBODY + number for number, name in enumerate(names, start=1)}
    try:
        queryset = build(anybody, **numbers)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, values = compiler.as_sql()
        with clock.at(datetime(2000, 1, 1, tzinfo=UTC)):
            long_ago = build(anybody, **numbers).query.get_compiler(queryset.db).as_sql()[1]
    except EmptyResultSet:
        return None
    if values != long_ago:
        raise AssertionError(f"{build.__name__} asks for a time, which is over by the next page.")
    missing = {ANYBODY + number for number in range(1, len(names) + 1)} - {v for v in values if isinstance(v, int)}
    if missing:
        raise AssertionError(f"{build.__name__} does not hand on what it is asked about.")
    columns = {
        name: getattr(compiler, name)
        for name in ("select", "klass_info", "annotation_col_map", "col_count", "has_extra_select")
        if hasattr(compiler, name)
    }
    return _Question(sql, tuple(values), queryset.model, queryset.db, queryset.query, columns)


def _again(build: Callable[..., QuerySet[Any]], person: Person, numbers: dict[str, int]) -> _Again | None:
    """None where nothing can be found, also by a number that is larger than any column."""
    if any(not _SMALLEST <= number <= _LARGEST for number in numbers.values()):
        return None
    held = tuple((m.role, m.network_id, m.group_id) for m in person.current_memberships())
    question = _put_together(build, held, person.is_active, tuple(numbers))
    if question is None:
        return None
    known = dict(enumerate((person.pk, *numbers.values()), start=ANYBODY))
    # psycopg marks small numbers by a type of its own, which what takes a stand-in's place must bear too.
    values = [type(v)(known[v]) if isinstance(v, int) and v in known else v for v in question.values]
    return _Again(question, values)


def asked(build: Callable[..., QuerySet[Any]], person: Person, **numbers: int) -> list[Any]:
    """The objects that `build(person, **numbers)` finds."""
    again = _again(build, person, numbers)
    if again is None:
        return []
    return list(ModelIterable(_Asked(again.query.model, again.using, again, {})))  # type: ignore[arg-type]


def asked_for_rows(build: Callable[..., QuerySet[Any]], person: Person, **numbers: int) -> list[tuple[Any, ...]]:
    """The rows that `build(person, **numbers)`, a `values_list`, finds."""
    again = _again(build, person, numbers)
    return [tuple(row) for row in again.results_iter()] if again else []
