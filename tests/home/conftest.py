"""The public side as the demonstration plants it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from home.demo.people import content
from home.demo.public import load_public_pages


@pytest.fixture(scope="module", autouse=True)
def private_folder(tmp_path_factory) -> Iterator[Path]:
    """A private storage of each module's own: the sound of voices lies there."""
    folder = tmp_path_factory.mktemp("private")
    storages = {name: dict(options) for name, options in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {"location": folder, "base_url": None}
    with override_settings(STORAGES=storages):
        yield folder


@pytest.fixture(scope="module")
def planted_site(django_db_setup, django_db_blocker, private_folder) -> Iterator[None]:
    """Planted once for a module's tests and taken away after the last: fifty pages take their time."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_public_pages(content())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def public_site(planted_site, db) -> None:
    cache.clear()  # Wagtail keeps the addresses of sites there
