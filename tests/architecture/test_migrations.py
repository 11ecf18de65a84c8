"""Migrations that the release before can live with: while one runs, and until the new one serves, the old serves on.

Since the first release: what came before it was applied to nobody's data.
"""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter

from tests.support import needs

pytestmark = [needs("postgresql"), pytest.mark.django_db]

OURS = ["community", "company_network", "forums", "home", "youth_network"]
#: The last migration of each app in release 0.1.0.
FIRST_RELEASE = {
    "community": "0060_leaving_and_own_copies",
    "company_network": "0030_hidden_pages_and_offers",
    "forums": "0032_hidings_are_cases_now",
    "home": "0050_when_editors_were_asked_to_check",
    "youth_network": "0030_hidden_empty_chairs",
}

#: What the linter cannot know to be harmless: (app, migration) -> why the release before can live with it.
HARMLESS = {
    ("community", "0061_worries_call_again"): "a wider constraint takes the place of a narrower one on a small table",
}


def linter(**options) -> MigrationLinter:
    return MigrationLinter(include_apps=OURS, no_output=True, no_cache=True, warnings_as_errors_tests=None, **options)


def released() -> set[tuple[str, str]]:
    disk = MigrationLoader(connection).disk_migrations
    return {(app, name) for app, name in disk if app in OURS and name <= FIRST_RELEASE[app]}


def test_the_release_before_can_live_with_every_migration_since_the_first():
    lint = linter(ignore_name=[name for _app, name in released() | set(HARMLESS)])
    lint.lint_all_migrations()
    assert not lint.nb_erroneous, "Run `manage.py sqlmigrate` and see docs/operations.md: in two releases, not in one."
    disk = {key for key in MigrationLoader(connection).disk_migrations if key[0] in OURS}
    assert lint.nb_valid + lint.nb_warnings == len(disk - released() - set(HARMLESS))
    assert set(HARMLESS) <= disk, "Harmless, but not there any more."


def test_what_the_old_release_could_not_live_with_is_found():
    """A table that goes while the old release still reads it."""
    lint = linter()
    lint.lint_all_migrations(app_label="forums", migration_name="0032_hidings_are_cases_now")
    assert lint.nb_erroneous == 1
