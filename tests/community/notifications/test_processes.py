"""A real worker killed in the middle of its work, and the one that goes on after it."""

import signal
import socketserver
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.db import connection

from community import clock
from community.jobs.models import JobRun
from community.notifications.models import MailState, Notification, OutboxMail
from community.notifications.operations import choose_mail
from community.notifications.outbox import CLAIM_HOLDS
from tests.log_watch import lines_with_canaries
from tests.support import ROOT, environment, needs
from tests.tellings import answer, company_topic

MAILS = 12
#: The worker dies after the mail server took this mail and before it could say so.
DEADLY = 5
PATIENCE = 90

pytestmark = [needs("postgresql"), pytest.mark.processes]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails and keeps their Message-IDs; at the deadly one it holds its answer back until the worker is dead."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken = []
        self.deadly_taken = threading.Event()
        self.worker_dead = threading.Event()
        self.all_taken = threading.Event()

    @property
    def port(self):
        return self.server_address[1]

    def take(self, lines):
        self.taken.append(
            next(line.split(":", 1)[1].strip() for line in lines if line.lower().startswith("message-id"))
        )
        if len(self.taken) == DEADLY:
            self.deadly_taken.set()
            self.worker_dead.wait(PATIENCE)
        if len(set(self.taken)) == MAILS and len(self.taken) == MAILS + 1:
            self.all_taken.set()


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(text)
                self.server.take(lines)
                if self.server.worker_dead.is_set() and len(self.server.taken) == DEADLY:
                    return
            elif word == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 fine")


@pytest.fixture
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.worker_dead.set()
        server.shutdown()
        thread.join(PATIENCE)


@pytest.fixture
def start_worker(mail_server, tmp_path):
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}"
        f"/{database['NAME']}"
    )
    started = []
    log = (tmp_path / "workers.log").open("ab")

    def start():
        worker = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "worker"],
            env=environment(
                DATABASE_URL=address,
                DATA_DIR=str(tmp_path),
                EMAIL_HOST="127.0.0.1",
                EMAIL_PORT=str(mail_server.port),
                EMAIL_USE_TLS="false",
            ),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.kill()
        worker.wait(PATIENCE)
    log.close()
    written = (tmp_path / "workers.log").read_text(errors="replace")
    assert written.count("The worker waits for tasks and jobs.") == len(started)
    assert lines_with_canaries(written) == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_sending_and_saying_so_loses_nothing(world, mail_server, start_worker):
    """One mail goes twice under one Message-ID, the others once; in the tables nothing is lost and nothing doubled."""
    choose_mail(actor=world.mona, rhythms={}, quiet=None)
    for _ in range(MAILS):
        topic = company_topic(world)
        for _two_in_one_mail in range(2):
            answer(world, topic, "rashid")
    # The time in which an answer can be undone passes.
    assert OutboxMail.objects.filter(state=MailState.WAITING).update(not_before=clock.now()) == 2 * MAILS

    first = start_worker()
    assert mail_server.deadly_taken.wait(PATIENCE)
    first.send_signal(signal.SIGKILL)
    assert first.wait(PATIENCE) == -signal.SIGKILL
    mail_server.worker_dead.set()
    assert OutboxMail.objects.filter(state=MailState.SENT).count() == 2 * (DEADLY - 1)
    interrupted = OutboxMail.objects.filter(state=MailState.SENDING)
    (batch,) = set(interrupted.values_list("batch", flat=True))
    assert interrupted.count() == 2

    # The minute of the job and the ten minutes of the claim pass.
    JobRun.objects.all().delete()
    interrupted.update(claimed_at=clock.now() - CLAIM_HOLDS - timedelta(seconds=1))

    second = start_worker()
    assert mail_server.all_taken.wait(PATIENCE)
    # It finishes the mail at hand before it ends.
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE) == 0
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert OutboxMail.objects.count() == Notification.objects.count() == 2 * MAILS
    again = [number for number in set(mail_server.taken) if mail_server.taken.count(number) > 1]
    assert len(again) == 1
    assert again[0].startswith(f"<{batch}@")
