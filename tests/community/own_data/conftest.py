"""A site's own folders and ledger for each test, so that all that lies in them can be looked through."""

from pathlib import Path

import pytest
from django.core.cache import cache

from community import forgetting


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    storages = {name: dict(options) for name, options in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {"location": tmp_path / "private", "base_url": None}
    settings.STORAGES = storages
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    forgetting.forget_everything()
    return tmp_path


@pytest.fixture(autouse=True)
def limits_are_counted_afresh():
    """What an earlier test took a copy of counts for nobody here."""
    cache.clear()
