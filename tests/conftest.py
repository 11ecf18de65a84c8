"""Persona fixtures, and what every test may lean on."""

import os

import pytest
from django.test import Client
from django.utils import translation

from tests.personas import World, build_world, sign_in


@pytest.fixture(autouse=True)
def in_the_language_of_the_site():
    """What an earlier test read in English speaks no English here: requests leave their language to the thread."""
    translation.deactivate()


@pytest.fixture
def world(db) -> World:
    """Two networks with their people; see tests/personas.py."""
    return build_world()


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where bin/test shares the work out, a file stays together, and all that needs the one site in Chromium too."""
    for item in items:
        group = "browser" if item.get_closest_marker("browser") else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_terminal_summary(terminalreporter, exitstatus, config) -> None:
    """With CI=true nothing may be skipped, but for what belongs to the other of bin/test's two runs."""
    if forbidden := _forbidden_skips(terminalreporter):
        terminalreporter.section("skipped although CI=true")
        for line in forbidden:
            terminalreporter.write_line(line)


def pytest_sessionfinish(session, exitstatus) -> None:
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
