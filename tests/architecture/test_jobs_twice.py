"""Every job of the clock bears being called again in the same moment, as after a crash: then it changes nothing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from community import clock
from community.jobs import jobs
from tests.architecture.authorisation import ROWS

_WRITES = re.compile(r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.I)

#: From when most things are fresh to when the last of them is over.
LATER = [timedelta(minutes=3), timedelta(hours=30), timedelta(days=15), timedelta(days=95), timedelta(days=800)]


@pytest.fixture
def full_world(canary_world, settings, tmp_path):
    """Something of everything that the site knows: what the rows of the table of addresses are about."""
    settings.MEDIA_ROOT = tmp_path
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    for row in ROWS:
        row.path(canary_world)
        row.data(canary_world)
    return canary_world


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return sorted(map(repr, cursor.fetchall()))


@contextmanager
def changed_tables() -> Iterator[dict[str, Any]]:
    """The tables that hold something else afterwards. Only those that a statement names are looked at."""
    before: dict[str, Any] = {}
    found: dict[str, Any] = {}
    reading = False

    def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal reading
        table = _WRITES.match(sql)
        if table and not reading and table[1] not in before:
            reading = True
            before[table[1]] = _rows(table[1])
            reading = False
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found
    for table, rows in before.items():
        if (now := _rows(table)) != rows:
            found[table] = sorted(set(rows) ^ set(now))[:4]


def test_a_second_call_of_any_job_changes_nothing(full_world, django_capture_on_commit_callbacks):
    wrong, busy = [], set()
    for wait in LATER:
        with clock.at(clock.now() + wait):
            for name, job in sorted(jobs.items()):
                with changed_tables() as first, django_capture_on_commit_callbacks(execute=True):
                    job.call()
                busy |= {name} if first else set()
                sent = len(mail.outbox)
                with changed_tables() as again, django_capture_on_commit_callbacks(execute=True):
                    job.call()
                if again or len(mail.outbox) != sent:
                    wrong.append(f"{name} after {wait}: {again} and {len(mail.outbox) - sent} mails")
    assert not wrong, "\n".join(wrong)
    # Most had something to do, or the second call would prove nothing.
    assert len(busy) > len(jobs) / 2, sorted(set(jobs) - busy)


def test_what_would_not_bear_it_is_seen(world):
    """The comparison does look: a deed that goes on with each call is found, and one that puts back what was is not."""
    person = world.freja
    with changed_tables() as found:
        person.about += "x"
        person.save(update_fields=["about"])
    assert set(found) == {"community_person"}
    with changed_tables() as found, transaction.atomic():
        person.save(update_fields=["about"])
    assert found == {}
