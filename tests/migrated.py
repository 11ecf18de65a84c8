"""An empty database with every migration applied, made once and copied from then on.

All migrations take a minute of a machine's work, of which the tests would need a good many. The first process that
asks makes it, while the others wait. On SQLite it is a file in DATA_DIR, under a name that changes with any migration,
so that it is never older than they are; on PostgreSQL a database of the run, which goes when the run ends.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
import wagtail
from django.apps import apps
from django.conf import settings

from tests.apart import SHARED
from tests.support import ROOT, environment

#: Read before a test gives itself another folder of data.
FOLDER = Path(os.environ.get(SHARED) or settings.DATA_DIR)


def _name() -> str:
    seen = sha256(f"{sys.version} {sqlite3.sqlite_version} {django.__version__} {wagtail.__version__}".encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            seen.update(f"{app.label}/{file.name}".encode())
            seen.update(file.read_bytes())
    return f"migrated-{seen.hexdigest()[:16]}"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(**variables: str) -> Path:
    """Returns the folder of data that it stands in."""
    work = FOLDER / "migrating"
    shutil.rmtree(work, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"],
        env=environment(DATA_DIR=str(work), LANG="C.UTF-8", **variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return work


def migrated_file() -> Path:
    """The file to copy."""
    made = FOLDER / f"{_name()}.sqlite3"
    with _one_at_a_time():
        if not made.exists():
            for old in FOLDER.glob("migrated-*.sqlite3"):
                old.unlink()
            work = _migrate()
            with sqlite3.connect(work / "nextwork.sqlite3") as database:
                # One file: nothing is left in the write-ahead log.
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.move(work / "nextwork.sqlite3", made)
            shutil.rmtree(work)
    return made


def _template() -> str:
    return f"nextwork_migrated_{sha256(str(FOLDER).encode()).hexdigest()[:12]}"


@contextmanager
def postgresql() -> Iterator[Any]:
    """A connection to the PostgreSQL of this run that belongs to none of its databases."""
    import psycopg  # not where the run is on SQLite

    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        yield connection


def migrated_database() -> str:
    """The name of the database to take as a template."""
    name = _template()
    with _one_at_a_time(), postgresql() as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            admin.execute(f'CREATE DATABASE "{name}"')
            base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
            shutil.rmtree(_migrate(DATABASE_URL=f"{base}/{name}", REDIS_URL=os.environ["REDIS_URL"]))
    return name


def drop_migrated_database() -> None:
    with postgresql() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{_template()}" WITH (FORCE)')


def copy_migrated(to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    for rest in ("", "-wal", "-shm"):
        Path(f"{to}{rest}").unlink(missing_ok=True)
    shutil.copyfile(migrated_file(), to)
