"""Persona fixtures, and what every test may lean on."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from django.utils import translation

from config.collector import settle
from home.page_cache.kept import shelf
from tests.laid import Laid, write_down
from tests.log_watch import LogWatch, watch
from tests.migrated import copy_migrated, drop_migrated_database, migrated_database
from tests.outside import Tools, install
from tests.personas import World, build_world, sign_in

#: Few tests, each of which takes long. xdist begins with the groups of most tests: alone they would be the last of all,
#: one worker on them while the other has nothing left to do.
FEW_AND_LONG = {
    "tests/community/backups/test_backups.py",
    "tests/community/moderation/test_gone_everywhere.py",
    "tests/community/own_data/test_restoring.py",
    "tests/home/testimonials/test_withdrawing.py",
    "tests/journeys/test_the_demo_reaches_the_right_people.py",
    "tests/platform/test_run.py",
    "tests/youth_network/agendas/test_weeks.py",
}
#: Seconds that a test of bin/test-long may take.
LONGEST = 2 * 60 * 60


def pytest_collection_finish() -> None:
    """Tests look for what nobody uses as rarely as a web process does."""
    settle()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """In the gate a failure is told as it happens, not an hour later: a run that is stopped has told what it knew."""
    if report.failed and os.environ.get("CI") and not os.environ.get("PYTEST_XDIST_WORKER"):
        told = getattr(report.longrepr, "reprcrash", None)
        why = told.message.splitlines()[0] if told and told.message else ""
        print(f"\nFAILED {report.nodeid} ({report.when}) {why[:200]}", file=sys.__stdout__, flush=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the database is there before it is made: a copy of one that is migrated already."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    if connection.vendor == "sqlite":
        copy_migrated(Path(connection.creation._get_test_db_name()))
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(autouse=True)
def in_the_language_of_the_site():
    """What an earlier test read in English speaks no English here: requests leave their language to the thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_kept():
    """No page that an earlier test had drawn, perhaps under other settings."""
    shelf.clear()


@pytest.fixture(autouse=True, scope="session")
def tables_that_only_grow_are_emptied_between_tests():
    """SQLite empties a table row by row, which the triggers of the audit refuse, as they should. So they are lifted for
    as long as Django empties the tables after a test of its own transactions. PostgreSQL truncates, past triggers."""
    emptied = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **options):
        if not tables:
            return []
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'")
            laid = cursor.fetchall()
        lifted = [f"DROP TRIGGER {name}" for name, _sql in laid]
        return [*lifted, *emptied(self, style, tables, **options), *(sql for _name, sql in laid)]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = emptied


@pytest.fixture(scope="session")
def log_watch() -> Iterator[LogWatch]:
    handler = watch()
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture(autouse=True)
def no_canary_in_the_logs(log_watch) -> Iterator[None]:
    """Whatever a test does, the log says nothing of it that a person wrote or is."""
    # Setting the logging up anew, as a command in a test may, takes every listener away.
    logging.getLogger().addHandler(log_watch)
    log_watch.found.clear()
    yield
    assert log_watch.found == []


@pytest.fixture(scope="session")
def written_down(django_db_setup, django_db_blocker) -> Laid:
    with django_db_blocker.unblock():
        return write_down()


@pytest.fixture
def world(written_down, db) -> World:
    """Two networks with their people; see tests/personas.py."""
    return written_down.lay()


@pytest.fixture
def aworld(transactional_db) -> World:
    """The same world, committed, for tests whose sockets ask from other threads."""
    return build_world()


@pytest.fixture
def browse(world):
    """`browse("freja")` is a client signed in as Freja, both factors done; "visitor" is signed out."""

    def as_person(name: str) -> Client:
        return Client() if name == "visitor" else sign_in(Client(), world.people[name])

    return as_person


@pytest.fixture(scope="session")
def tool(tmp_path_factory) -> Tools:
    """For tests of bin/test-long that say `needs("npm")`."""
    return install(tmp_path_factory.mktemp("tools"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where bin/test shares the work out, a file stays together, and so do three parts of what visits the site in
    Chromium: the site of a worker costs a minute to make, and the walk through every page longest."""
    for item in items:
        group = item.nodeid.partition("::")[0]
        if item.get_closest_marker("browser") and "every_page" not in group:
            group = f"browser {'a-f' if group.rpartition('/')[2] < 'test_g' else 'g-z'}"
        if group in FEW_AND_LONG:
            group = "few and long"
        item.add_marker(pytest.mark.xdist_group(group))
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.timeout(LONGEST))


def pytest_terminal_summary(terminalreporter, exitstatus, config) -> None:
    """With CI=true nothing may be skipped, but for what belongs to the other of bin/test's two runs."""
    if forbidden := _forbidden_skips(terminalreporter):
        terminalreporter.section("skipped although CI=true")
        for line in forbidden:
            terminalreporter.write_line(line)


def pytest_sessionfinish(session, exitstatus) -> None:
    if os.environ.get("DATABASE_URL") and "PYTEST_XDIST_WORKER" not in os.environ:
        drop_migrated_database()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter is not None and _forbidden_skips(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _forbidden_skips(reporter) -> list[str]:
    if os.environ.get("CI", "").lower() != "true":
        return []
    elsewhere = () if os.environ.get("DATABASE_URL") else ("needs PostgreSQL", "needs Redis")
    skipped = ((report.nodeid, str(report.longrepr[2])) for report in reporter.stats.get("skipped", []))
    return [
        f"{name}: {reason}"
        for name, reason in skipped
        if not reason.removeprefix("Skipped: ").startswith(elsewhere or ("\0",))
    ]
