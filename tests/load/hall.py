"""Fifty youths of one network, each with a group of their own and all in one room, and the servers they talk on."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from community.chat.models import Room
from community.membership.operations import begin_membership, found_network, make_group
from community.people.models import Person
from community.roles import GroupKind, Role
from tests.load.chat_clients import Client
from tests.personas import make_person, sign_in
from tests.processes import database_url
from tests.support import ROOT, environment, free_port

PEOPLE = 50
BODY = "Oppe. Jeg tager kaffe med, hvis nogen har kopper."


@dataclass
class Hall:
    people: list[Person]
    #: The headers of a form that each of them sends.
    headers: list[dict[str, str]]
    hot: Room
    rooms: list[Room]
    #: Of the site with the plain consumers beside it, and of the bare broadcast.
    port: int = 0
    bare_port: int = 0

    def ours(self, room: Room, number: int, **options: bool) -> Client:
        return Client("/ws/", self.port, self.headers[number % PEOPLE]["Cookie"], room.live_key, **options)

    def plain(self, room: Room, number: int) -> Client:
        return Client(f"/plain/{room.pk}/", self.port, "", "")

    def bare(self, room: Room, number: int) -> Client:
        return Client("/", self.bare_port, "", "")

    def ask(self, path: str, number: int = 0) -> dict:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request("GET", path, headers={"Cookie": self.headers[number % PEOPLE]["Cookie"]})
        answer = line.getresponse()
        content = answer.read()
        line.close()
        assert answer.status == 200, (path, answer.status)
        return json.loads(content)


def furnish() -> Hall:
    head = make_person("loadhead")
    begin_membership(actor=None, person=head, role=Role.PROGRAMME)
    network = found_network(actor=head, name="NExTWORK load", municipality="Load")
    consultant = make_person("loadconsultant")
    team = network.groups.get(kind=GroupKind.TEAM)
    begin_membership(actor=head, person=consultant, role=Role.CONSULTANT, group=team)
    people, rooms = [], []
    for number in range(PEOPLE):
        group = make_group(actor=consultant, network=network, name=f"Hold {number}")
        people.append(make_person(f"loadung{number}"))
        begin_membership(actor=consultant, person=people[-1], role=Role.YOUTH, group=group)
        rooms.append(Room.objects.get(space__group=group))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE load_bare_message (id bigserial PRIMARY KEY, room_id bigint NOT NULL,"
            " author_id bigint NOT NULL, body text NOT NULL, sent_at timestamptz NOT NULL)"
        )
    hot = Room.objects.get(space__network=network, space__kind="youth_forum")
    return Hall(people, [headers_of(person) for person in people], hot, rooms)


def headers_of(person: Person) -> dict[str, str]:
    browser = sign_in(Browser(), person)
    browser.get("/since-last/")
    return {
        "Cookie": "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items()),
        "X-CSRFToken": browser.cookies[settings.CSRF_COOKIE_NAME].value,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }


def entry(seq: int, person: Person) -> dict:
    """As chat writes it, and when it was handed over."""
    return {
        "seq": seq,
        "kind": "message",
        "id": seq,
        "author": {"id": person.pk, "name": person.display_name, "role_shape": "youth", "words": ""},
        "body": BODY,
        "at": "2026-11-05T07:31:12.004Z",
        "client_uuid": "5d9f6c1e-1b7e-4d53-9a57-0d1f6f0b7a11",
        "sent": time.perf_counter(),
    }


@contextmanager
def served(module: str, folder: Path, path: str) -> Iterator[int]:
    """A process with this module as its program. Yields its port once it answers there."""
    port = free_port()
    variables = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "PORT": str(port),
    }
    log = (folder / f"{module}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=environment(**variables, LOG_LEVEL="ERROR"),
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            with suppress(URLError, OSError):
                urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
                break
            assert process.poll() is None, Path(log.name).read_text()
            assert time.monotonic() < deadline, Path(log.name).read_text()
            time.sleep(0.1)
        yield port
        said = Path(log.name).read_text()
        assert "Traceback" not in said, said[-4000:]
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        if process.poll() is None:
            process.kill()
            process.wait()
        log.close()


def raise_file_limit() -> None:
    """Sockets are files: as many as the machine lets us open, here and in what we start."""
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert hard > 4_000, f"{os.getpid()} may open {hard} files only"
