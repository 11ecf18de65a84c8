"""The public side as the demonstration plants it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction

from home.demo.people import content
from home.demo.public import load_public_pages


@pytest.fixture(scope="module")
def planted_site(django_db_setup, django_db_blocker) -> Iterator[None]:
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
