"""An upgrade while the site is used: the processes of this release serve on, with the next one's migrations under them.

The next release is a copy of this one with one migration more, of all kinds that the linter lets pass
(architecture/test_migrations.py): a column that the old code does not know, rows filled in by and by, an index and a
table. It is applied, and undone again, while members read and write.
"""

import http.client
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from tests.chaos.cast import Member
from tests.chaos.services import Webs, needs_own_services
from tests.processes import RedisServer
from tests.support import ROOT, environment

pytestmark = [pytest.mark.long, pytest.mark.chaos, pytest.mark.processes, needs_own_services]

#: Seconds that a request may take while a lock is waited for, on a slow machine.
PATIENCE = 15.0
#: What each member posts at most, which their hour allows.
ANSWERS = 12

MIGRATION = """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def fill(apps, schema_editor):
    posts = apps.get_model("forums", "Post").objects
    for first in range(0, 6):
        posts.filter(pk__gte=first * 100).update(next_note="filled")
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.5)")  # rows that take their time, a batch at once


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("forums", {before!r})]
    operations = [
        migrations.AddField("post", "next_note", models.TextField(db_default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently("post", models.Index(fields=["next_note"], name="post_next_note")),
        migrations.CreateModel("NextThing", [
            ("id", models.BigAutoField(primary_key=True)),
            ("post", models.ForeignKey("forums.Post", models.CASCADE)),
        ]),
    ]
"""


@dataclass
class Traffic:
    """Everybody reads the board and the topic, and answers, until it is enough."""

    port: int
    topic: int
    members: list[Member]
    enough: threading.Event = field(default_factory=threading.Event)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    slowest: float = 0.0
    answered: list[UUID] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __enter__(self) -> "Traffic":
        self.threads = [threading.Thread(target=self._one, args=(member,)) for member in self.members]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.enough.set()
        for thread in self.threads:
            thread.join(60)

    def _one(self, member: Member) -> None:
        answers = 0
        while not self.enough.wait(0.05):
            try:
                self._ask(member, "GET", "/network/")
                self._ask(member, "GET", f"/topics/{self.topic}/")
                if answers < ANSWERS:
                    answers += 1
                    self._answer(member)
            except (OSError, http.client.HTTPException) as fault:
                self.faults.append(repr(fault))

    def _answer(self, member: Member) -> None:
        uuid = uuid4()
        form = {"kind": "experience", "body": f"Hos os også. {uuid}", "client_uuid": uuid}
        form["csrfmiddlewaretoken"] = member.token
        if self._ask(member, "POST", f"/topics/{self.topic}/reply/", urlencode(form)) == 302:
            self.answered.append(uuid)

    def _ask(self, member: Member, method: str, path: str, body: str = "") -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": member.cookie, "Host": "localhost"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.statuses[method, answer.status] += 1
        return answer.status


def next_release(folder: Path) -> str:
    """A copy of this release with one migration more in the folder. Gives the name of the last that both have."""
    left_out = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", "data", "static.collected")
    shutil.copytree(ROOT, folder, ignore=left_out, symlinks=True)
    migrations = folder / "forums" / "migrations"
    before = max(file.stem for file in migrations.glob("[0-9]*.py"))
    (migrations / "9999_next_release.py").write_text(MIGRATION.format(before=before))
    return before


def migrate(folder: Path, variables: dict[str, str], *where: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0", *where],
        cwd=folder,
        env=environment(**variables) | {"PYTHONPATH": f"{folder / 'platform'}:{folder}"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_old_release_serves_on_while_the_next_one_migrates_and_goes_back(grounds, tmp_path):
    before = next_release(tmp_path / "next")
    ask, cast = grounds.postgres.ask, grounds.cast
    with RedisServer(tmp_path) as redis, Webs(1, REDIS_URL=redis.url, **grounds.variables) as webs:
        with Traffic(webs.ports[0], cast.topic, cast.members) as traffic:
            migrate(tmp_path / "next", grounds.variables)
            during = len(traffic.answered)
            assert ask("SELECT count(*) FROM forums_post WHERE next_note = 'filled'")[0][0] > 0
            assert ask("SELECT count(*) FROM pg_class WHERE relname IN ('forums_nextthing', 'post_next_note')") == [
                (2,)
            ]
            migrate(tmp_path / "next", grounds.variables, "forums", before)
        log = webs.log()
    print(f"\n{dict(traffic.statuses)}, slowest {traffic.slowest:.2f} s, {during} answers while it migrated")
    assert not traffic.faults
    assert {status for _method, status in traffic.statuses} == {200, 302}, log[-3000:]
    assert during > len(cast.members)
    assert traffic.slowest < PATIENCE
    stored = Counter(uuid for (uuid,) in ask("SELECT client_uuid FROM forums_post WHERE client_uuid IS NOT NULL"))
    assert {uuid: stored[uuid] for uuid in traffic.answered} == dict.fromkeys(traffic.answered, 1)
    assert ask("SELECT count(*) FROM pg_class WHERE relname IN ('forums_nextthing', 'post_next_note')") == [(0,)]
