"""Where the sound of voices lies: one folder of the private storage for each cut, under a name nobody can guess."""

import secrets
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from community import clock

_ROOT = "testimonials"
_FILE = "clip.m4a"
#: A folder younger than this may belong to a transaction that has not ended yet.
_YOUNG = timedelta(hours=1)


def storage() -> Storage:
    return storages["private"]


def path(folder: str) -> str:
    return f"{_ROOT}/{folder}/{_FILE}"


def keep(content: bytes) -> str:
    """Write the sound into a new folder and return its name."""
    folder = secrets.token_hex(16)
    storage().save(path(folder), ContentFile(content))
    return folder


def erase(folder: str) -> None:
    storage().delete(path(folder))
    # On a disk the empty folder goes too; a bucket knows no folders.
    storage().delete(f"{_ROOT}/{folder}")


def size(folder: str) -> int:
    return storage().size(path(folder))


def sweep(wanted: set[str]) -> int:
    """Erase what no cut names any more: where a process was killed between deleting a row and its file."""
    try:
        folders = storage().listdir(_ROOT)[0]
    except FileNotFoundError:
        return 0
    gone = 0
    for folder in set(folders) - wanted:
        if storage().exists(path(folder)) and clock.now() - storage().get_modified_time(path(folder)) < _YOUNG:
            continue
        erase(folder)
        gone += 1
    return gone
