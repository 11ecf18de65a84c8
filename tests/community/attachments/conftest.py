"""A private storage of each test's own, so that what lies in it can be counted."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path) -> Path:
    storages = {name: dict(options) for name, options in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = storages
    return tmp_path / "private"


@pytest.fixture
def stored(private_folder):
    """`stored()` are the names of all files that lie in the private storage."""
    return lambda: sorted(path.name for path in private_folder.rglob("*") if path.is_file())
