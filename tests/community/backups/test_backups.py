"""A backup while the site runs, put back into an empty place, on both kinds of database, by the commands people use."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from community.backups.archives import check_migrations, compare
from community.backups.databases import BackupFault, database
from community.people.models import Person
from tests.canary import files_under
from tests.migrated import copy_migrated, migrated_database, postgresql
from tests.processes import server
from tests.support import ROOT, environment

pytestmark = pytest.mark.processes


def _manage(place, *arguments, check=True):
    variables = environment(DATA_DIR=str(place["folder"]), **place["more"])
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@contextmanager
def _places(tmp_path, names):
    """Sites of their own, on the kind of database that this run is on."""
    if not os.environ.get("DATABASE_URL"):
        yield [{"folder": tmp_path / name, "more": {}} for name in names]
        return
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    found = []
    with postgresql() as admin:
        for name in names:
            database = f"backup_{os.getpid()}_{name}"
            # The first is lived in, the others are empty.
            admin.execute(f'CREATE DATABASE "{database}"' + ("" if found else f' TEMPLATE "{migrated_database()}"'))
            found.append(
                {
                    "folder": tmp_path / name,
                    "more": {"DATABASE_URL": f"{base}/{database}", "REDIS_URL": settings.REDIS_URL},
                    "database": database,
                }
            )
        try:
            yield found
        finally:
            for place in found:
                admin.execute(f'DROP DATABASE "{place["database"]}" WITH (FORCE)')


def _migrate(place):
    if "database" not in place:
        copy_migrated(place["folder"] / "nextwork.sqlite3")
    _manage(place, "migrate", "-v0")


def _rows(place):
    """Every row of every table of the place, and where its numbers go on; read without a line of ours."""
    if "database" not in place:
        with closing(sqlite3.connect(place["folder"] / "nextwork.sqlite3")) as found:
            tables = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {table: sorted(map(repr, found.execute(f'SELECT * FROM "{table}"'))) for table in tables}
    import psycopg

    with psycopg.connect(place["more"]["DATABASE_URL"]) as found:
        tables = found.execute(
            "SELECT quote_ident(table_name) FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        rows = {table: sorted(found.execute(f"SELECT t::text FROM {table} t").fetchall()) for (table,) in tables}
        numbers = found.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1").fetchall()
        return rows | {"sequences": numbers}


def _sums(place):
    """sha256 of every file that members and editors sent, by where it lies."""
    folders = [place["folder"] / name for name in ("media", "private")]
    return {
        path.relative_to(place["folder"]).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files_under(*folders)
    }


def _room_of(place, email):
    """A room in which the person said something, and their words there."""
    question = (
        "SELECT m.room_id, m.body FROM community_message m JOIN community_person p ON p.id = m.author_id"
        f" WHERE p.email = '{email}' AND m.deleted_at IS NULL ORDER BY m.id LIMIT 1"
    )
    if "database" not in place:
        with closing(sqlite3.connect(place["folder"] / "nextwork.sqlite3")) as found:
            return found.execute(question).fetchone()
    import psycopg

    with psycopg.connect(place["more"]["DATABASE_URL"]) as found:
        return found.execute(question).fetchone()


def _ask(there, method, address, cookies, body=None):
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if body is not None:
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{there.host}:{there.port}"}
    there.request(method, address, body, headers)
    answer = there.getresponse()
    for line in answer.headers.get_all("Set-Cookie", []):
        name, _equals, value = line.partition(";")[0].partition("=")
        cookies[name] = value
    return answer.status, answer.read()


def _sign_in_and_read(place):
    """The site boots on what was put back, Freja signs in through the demo's door, and her words are there."""
    room, words = _room_of(place, "freja@demo.example")
    address = place["more"].get("DATABASE_URL") or f"sqlite:///{place['folder'] / 'nextwork.sqlite3'}"
    with server(
        DATA_DIR=str(place["folder"]), DATABASE_URL=address, REDIS_URL=place["more"].get("REDIS_URL", "")
    ) as web:
        there = HTTPConnection("127.0.0.1", web.port, timeout=60)
        assert _ask(there, "GET", f"/chat/{room}/log/?after=0", {})[0] == 302, "nobody is in yet"
        # A form's token and its cookie are the same secret; the page that gives both needs static files.
        cookies = {settings.CSRF_COOKIE_NAME: "a" * 32}
        body = urlencode({"person": "freja", "csrfmiddlewaretoken": "a" * 32})
        assert _ask(there, "POST", "/demo/sign-in/", cookies, body)[0] == 302
        status, told = _ask(there, "GET", f"/chat/{room}/log/?after=0", cookies)
        assert status == 200
        assert words in [entry.get("body") for entry in json.loads(told)["entries"]]


def test_what_was_backed_up_stands_again_in_an_empty_place(tmp_path):
    with _places(tmp_path, ("lived", "empty")) as (lived, empty):
        _migrate(lived)
        _manage(lived, "load_demo")
        private = lived["folder"] / "private" / "somewhere"
        private.mkdir(parents=True)
        (private / "clip.m4a").write_bytes(b"Kanariefuglen synger")
        made = _manage(lived, "backup", "--to", str(tmp_path / "kept")).stdout
        archive = next((tmp_path / "kept").glob("nextwork-*.tar"))
        assert archive.name in made
        assert archive.stat().st_mode & 0o077 == 0, "nobody else reads it"
        said = _manage(empty, "restore", str(archive)).stdout
        assert "are as they were" in said
        before, after = _rows(lived), _rows(empty)
        assert before.keys() == after.keys()
        assert [table for table in before if before[table] != after[table]] == []
        assert sum(map(len, before.values())) > 1000
        files = _sums(lived)
        assert _sums(empty) == files
        assert {name.partition("/")[0] for name in files} == {"media", "private"}
        assert (empty["folder"] / "private" / "somewhere" / "clip.m4a").read_bytes() == b"Kanariefuglen synger"
        _manage(empty, "migrate", "--check")
        _sign_in_and_read(empty)
        again = _manage(empty, "restore", str(archive), check=False)
        assert again.returncode != 0
        assert "tom database" in again.stderr


@pytest.mark.django_db(transaction=True)
def test_one_row_that_reads_otherwise_is_found(aworld):
    stood = database().contents()
    # As a backup's list has it.
    listed = json.loads(json.dumps(stood))
    compare(listed, database().contents())
    Person.objects.filter(pk=aworld.freja.pk).update(display_name="Kanariefuglen")
    with pytest.raises(BackupFault, match="community_person"):
        compare(listed, database().contents())
    Person.objects.filter(pk=aworld.freja.pk).update(display_name="Freja")
    compare(listed, database().contents())
    gone = next(name for name in stood if "community_person" in name)
    for before, after in (
        (listed, {name: held for name, held in stood.items() if name != gone}),
        ({name: held for name, held in listed.items() if name != gone}, stood),
        (listed, stood | {gone: (stood[gone][0] - 1, stood[gone][1])}),
    ):
        with pytest.raises(BackupFault, match="community_person"):
            compare(before, after)


@pytest.mark.django_db
def test_a_backup_of_a_later_release_is_refused_before_anything_is_touched(tmp_path, settings):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "here", tmp_path / "here" / "media"
    known = "community.0001_people_and_membership"
    assert check_migrations({"migrations": []}) == []
    later = "community.9999_from_a_later_release"
    assert check_migrations({"migrations": [known, later]}) == [later]
    archive = _archive(tmp_path, {"media/a.txt": b"x"}, migrations=[known, later])
    with pytest.raises(CommandError, match="9999_from_a_later_release is unknown here"):
        call_command("restore", str(archive))
    assert not (tmp_path / "here").exists()


def _archive(tmp_path, files, sums=None, form=1, migrations=()):
    listed = sums or {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"form": form, "made_at": "", "database": "database.sqlite3", "tables": {}}
    manifest["migrations"] = list(migrations)
    path = tmp_path / "nextwork-made.tar"
    with tarfile.open(path, "w") as tar:
        for name, data in [*files.items(), ("manifest.json", json.dumps(manifest | {"files": listed}).encode())]:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("files", "sums", "sentence"),
    [
        ({"media/a.txt": b"changed"}, {"media/a.txt": "0" * 64}, "is not as it was"),
        ({}, {"media/a.txt": "0" * 64}, "is missing"),
        ({"media/a.txt": b"x", "media/b.txt": b"y"}, {"media/a.txt": None}, "does not belong"),
        ({"../outside.txt": b"x"}, None, "does not belong"),
    ],
)
def test_an_archive_that_is_not_as_it_was_is_refused(tmp_path, files, sums, sentence):
    from community.backups.archives import unpack

    if sums:
        sums = {name: value or hashlib.sha256(files[name]).hexdigest() for name, value in sums.items()}
    archive = _archive(tmp_path, files, sums)
    with pytest.raises(BackupFault) as refused:
        unpack(archive, tmp_path / "into")
    told = {"is not as it was": "ikke, som den var", "is missing": "mangler", "does not belong": "hører ikke til"}
    assert told[sentence] in str(refused.value)
    assert not (tmp_path / "outside.txt").exists()


def test_what_is_no_backup_is_refused_with_a_sentence(tmp_path):
    from community.backups.archives import read_manifest

    (tmp_path / "half.tar").write_bytes(b"no archive")
    for archive in (tmp_path / "half.tar", tmp_path / "nowhere.tar"):
        with pytest.raises(BackupFault, match="hel backup"):
            read_manifest(archive)
    with pytest.raises(BackupFault, match="anden slags form"):
        read_manifest(_archive(tmp_path, {}, form=2))


def test_older_backups_are_forgotten_and_the_newest_stay(tmp_path):
    from community.backups.archives import forget_older

    for day in range(1, 6):
        (tmp_path / f"nextwork-2026110{day}-030000.tar").touch()
    (tmp_path / "other.tar").touch()
    gone = forget_older(tmp_path, 3)
    assert [path.name for path in gone] == ["nextwork-20261101-030000.tar", "nextwork-20261102-030000.tar"]
    assert len(list(tmp_path.iterdir())) == 4
    assert forget_older(tmp_path, 0) == []
