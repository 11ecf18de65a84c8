"""Where the bytes lie: one folder of the private storage for each file, under a name that nobody can guess.

Only the storage's plain interface is used (save, open, listdir, delete), so that a bucket serves as well as a disk.
"""

import logging
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

log = logging.getLogger(__name__)

_ROOT = "attachments"


def storage() -> Storage:
    return storages["private"]


def path(folder: str, name: str) -> str:
    return f"{_ROOT}/{folder}/{name}"


def keep(folder: str, name: str, content: bytes) -> None:
    """Write the file; what a process that was killed left under this name is replaced."""
    target = path(folder, name)
    storage().delete(target)
    storage().save(target, ContentFile(content))


def open_file(folder: str, name: str) -> IO[bytes]:
    """Raises FileNotFoundError where it is gone."""
    return storage().open(path(folder, name), "rb")


# --- what arrives in pieces ---------------------------------------------------------------------------------------
def keep_part(folder: str, offset: int, content: bytes) -> None:
    keep(f"{folder}/parts", f"{offset:09}", content)


def read_parts(folder: str) -> bytes:
    """All that arrived, in its order."""
    pieces = []
    for name in sorted(_names(f"{folder}/parts")):
        with open_file(f"{folder}/parts", name) as part:
            pieces.append(part.read())
    return b"".join(pieces)


def forget_parts(folder: str) -> None:
    _empty(f"{folder}/parts")


def empty(folder: str) -> None:
    """Delete all that lies there. What cannot be deleted now is deleted by the job."""
    forget_parts(folder)
    _empty(folder)


def _names(folder: str) -> list[str]:
    try:
        return storage().listdir(f"{_ROOT}/{folder}")[1]
    except FileNotFoundError:
        return []


def _empty(folder: str) -> None:
    for name in _names(folder):
        storage().delete(path(folder, name))
    try:
        # On a disk the empty folder goes too; a bucket knows no folders.
        storage().delete(f"{_ROOT}/{folder}")
    except OSError as problem:
        log.warning("A folder of files could not be removed: %s", type(problem).__name__)
