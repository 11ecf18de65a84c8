"""A backup: one file with the database, everything that people and editors sent, and a list that vouches for each.

The database is copied first and the files after it. A file that came in between is one too many; one that was erased in
between was to be gone. No secret stands in it: the key of the site lies in its settings, and belongs with them.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from community import clock, ledger
from community.backups.databases import BackupFault, Contents, database

#: The form of the archive; another one is refused.
FORM = 1
MANIFEST = "manifest.json"


def folders() -> dict[str, Path]:
    """Where files lie, by their name in the archive."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_MEDIA_ROOT)}


class _Hashing(io.RawIOBase):
    """Reads a file and knows its sum afterwards."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.sum.update(data)
        return data


def write_backup(folder: Path) -> Path:
    """Write a backup into the folder, while the site runs; gives its file. It bears its name only once it is whole.

    Raises BackupFault with a sentence.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made_at = clock.now()
    final = folder / f"nextwork-{made_at:%Y%m%d-%H%M%S}.tar"
    if final.exists():
        raise BackupFault(_("%(file)s is there already.") % {"file": final})
    kept = database()
    with tempfile.TemporaryDirectory(dir=folder, prefix="making-") as work:
        dump, part = Path(work) / kept.file, Path(work) / "archive.tar"
        contents = kept.dump(dump)
        with part.open("wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
            sums = dict(_add_all(tar, dump))
            manifest = {
                "form": FORM,
                "made_at": made_at.isoformat(),
                "database": kept.file,
                "migrations": _migrations(),
                "tables": contents,
                "files": sums,
            }
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=1).encode())
            tar.close()
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o600)
        part.rename(final)
    return final


def _add_all(tar: tarfile.TarFile, dump: Path) -> Iterator[tuple[str, str]]:
    yield dump.name, _add(tar, dump.name, dump)
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")) if folder.exists() else ():
            if path.is_file() and not path.is_symlink():
                inside = f"{name}/{path.relative_to(folder).as_posix()}"
                try:
                    yield inside, _add(tar, inside, path)
                except FileNotFoundError:
                    # Erased while we were at it.
                    continue
    if ledger.path().exists():
        yield ledger.FILE, _add(tar, ledger.FILE, ledger.path())


def _add(tar: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as file:
        info = tar.gettarinfo(arcname=name, fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        hashing = _Hashing(file)
        tar.addfile(info, hashing)
    return hashing.sum.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _migrations() -> list[str]:
    applied = MigrationRecorder(connections["default"]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


# --- reading it ---------------------------------------------------------------------------------------------------
def read_manifest(archive: Path) -> dict[str, Any]:
    """What the archive says of itself. Raises BackupFault where it is none, or not whole."""
    try:
        with tarfile.open(archive) as tar:
            file = tar.extractfile(MANIFEST)
            manifest = json.loads(file.read()) if file else None
    except (OSError, tarfile.TarError, KeyError, ValueError) as fault:
        raise BackupFault(_("%(file)s is no whole backup.") % {"file": archive}) from fault
    if not isinstance(manifest, dict) or manifest.get("form") != FORM:
        raise BackupFault(_("%(file)s is a backup of another form.") % {"file": archive})
    return manifest


def unpack(archive: Path, into: Path) -> dict[str, Any]:
    """Unpack into the folder and check every file against the list. Raises BackupFault at the first that is not as it
    was, is missing or is not listed."""
    manifest = read_manifest(archive)
    sums: dict[str, str] = manifest["files"]
    found = set()
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.name == MANIFEST:
                continue
            if not member.isfile() or member.name not in sums:
                raise BackupFault(_("%(name)s does not belong into this backup.") % {"name": member.name})
            target = into / member.name
            if not target.resolve().is_relative_to(into.resolve()):
                raise BackupFault(_("%(name)s does not belong into this backup.") % {"name": member.name})
            target.parent.mkdir(parents=True, exist_ok=True)
            source = tar.extractfile(member)
            assert source is not None
            with source, target.open("wb") as file:
                shutil.copyfileobj(source, file)
            if _sum_of(target) != sums[member.name]:
                raise BackupFault(_("%(name)s is not as it was.") % {"name": member.name})
            found.add(member.name)
    if missing := sorted(sums.keys() - found):
        raise BackupFault(_("%(name)s is missing.") % {"name": missing[0]})
    return manifest


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore_backup(archive: Path) -> dict[str, Any]:
    """Put a backup back into this site, which must be empty: no tables, no files. Gives what the archive said.

    Every table and file is compared with the list afterwards. Migrations that are newer than the backup are the next
    step's business (`manage.py migrate`). Raises BackupFault with a sentence; nothing that stood is ever overwritten.
    """
    kept = database()
    if not kept.is_empty():
        raise BackupFault(_("The database holds tables already. Put a backup back into an empty one."))
    for folder in folders().values():
        if folder.exists() and any(folder.iterdir()):
            raise BackupFault(_("%(folder)s is not empty. Put a backup back into an empty place.") % {"folder": folder})
    connections.close_all()
    place = Path(settings.DATA_DIR)
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix="restoring-") as work:
        manifest = unpack(archive, Path(work))
        if manifest["database"] != kept.file:
            raise BackupFault(_("This backup is of another kind of database."))
        kept.load(Path(work) / kept.file)
        compare(manifest["tables"], kept.contents())
        for name, folder in folders().items():
            unpacked = Path(work) / name
            if unpacked.exists():
                folder.parent.mkdir(parents=True, exist_ok=True)
                if folder.exists():
                    folder.rmdir()
                unpacked.rename(folder)
        # What was erased since stands in the ledger that is here, if there is one: it is joined, never put back.
        if (Path(work) / ledger.FILE).exists():
            ledger.join(Path(work) / ledger.FILE)
    return manifest


def compare(before: dict[str, Any], after: Contents) -> None:
    """Raises BackupFault where a table does not hold what it held."""
    for table in sorted(before.keys() | after.keys()):
        told = tuple(before.get(table, ()))
        if told != after.get(table, ()):
            raise BackupFault(_("The table %(table)s does not hold what it held.") % {"table": table})


def check_migrations(manifest: dict[str, Any]) -> list[str]:
    """Those of the backup that this release does not know: then the release is older than the backup."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    return [name for name in manifest["migrations"] if name not in known]


def waits_for_migrations() -> bool:
    """Whether the database is older than this release."""
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest so many; gives what went."""
    gone = sorted(folder.glob("nextwork-*.tar"))[:-keep] if keep else []
    for archive in gone:
        archive.unlink()
    return gone
