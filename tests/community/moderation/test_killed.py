"""A worry reaches the staff though web and worker are killed: what calls is a row, and the next process takes it up."""

import signal
import socketserver
import subprocess
import sys
import threading
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from community import clock
from community.jobs.models import JobRun
from community.moderation.models import Alarm, Case
from community.moderation.taking import take_case
from community.notifications.models import MailState, Notification, OutboxMail
from community.notifications.outbox import CLAIM_HOLDS
from tests.log_watch import lines_with_canaries
from tests.personas import sign_in
from tests.processes import database_url, server
from tests.support import ROOT, environment, needs
from tests.tellings import youth_topic

PATIENCE = 90
STAFF = {"signe@example.com", "tine@example.com"}

pytestmark = [needs("postgresql", "redis"), pytest.mark.processes]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mails and keeps to whom they went; until `goes_on` it takes one and never answers it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.went_to = []
        self.first_taken, self.goes_on = threading.Event(), threading.Event()

    def count(self, address):
        return self.went_to.count(address)


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 ready")
        to = ""
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            elif word == b"DATA":
                self.say("354 go on")
                while self.rfile.readline().rstrip(b"\r\n") != b".":
                    pass
                if not self.server.goes_on.is_set():
                    self.server.first_taken.set()
                    self.server.goes_on.wait(PATIENCE)
                    return
                self.server.went_to.append(to)
            elif word == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 fine")


@pytest.fixture
def mails():
    with MailServer() as taking:
        thread = threading.Thread(target=taking.serve_forever, daemon=True)
        thread.start()
        yield taking
        taking.goes_on.set()
        taking.shutdown()
        thread.join(PATIENCE)


@pytest.fixture
def start_worker(mails, tmp_path):
    started = []
    log = (tmp_path / "workers.log").open("ab")

    def start():
        variables = {"DATABASE_URL": database_url(), "DATA_DIR": str(tmp_path), "EMAIL_HOST": "127.0.0.1"}
        variables |= {"EMAIL_PORT": str(mails.server_address[1]), "EMAIL_USE_TLS": "false"}
        worker = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "worker"],
            env=environment(**variables),
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


def say_through(port, person, post):
    """Amina's two taps, through the real server."""
    session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
    # A form's token and its cookie are the same secret; the page that gives both needs static files.
    secret = "Kanariefuglen0123456789abcdefghi"
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={secret}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    headers["Origin"] = f"http://127.0.0.1:{port}"
    there = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    body = urlencode({"what": "worried", "words": "Kanariefuglen er tavs", "csrfmiddlewaretoken": secret})
    there.request("POST", reverse("report", args=["post", post.pk]), body, headers)
    return there.getresponse().status


def wait_for(condition):
    waited = threading.Event()
    for _ in range(PATIENCE * 5):
        if condition():
            return
        waited.wait(0.2)
    raise AssertionError("waited in vain")


@pytest.mark.django_db(transaction=True)
def test_a_worry_that_nobody_took_calls_again_after_web_and_worker_were_killed(world, mails, start_worker):
    post = youth_topic(world).posts.get()
    with server() as web:
        assert say_through(web.port, world.amina, post) == 302
        web.process.send_signal(signal.SIGKILL)
        assert web.process.wait(PATIENCE) == -signal.SIGKILL
    # Nobody reads along: the whole staff is called. All of it stands in rows, and nothing was sent yet.
    assert set(Alarm.objects.values_list("person__email", flat=True)) == STAFF
    urgent = OutboxMail.objects.filter(kind="worry_raised")
    assert set(urgent.values_list("recipient__email", "state")) == {(who, MailState.WAITING) for who in STAFF}

    first = start_worker()
    assert mails.first_taken.wait(PATIENCE)
    first.send_signal(signal.SIGKILL)
    assert first.wait(PATIENCE) == -signal.SIGKILL
    mails.goes_on.set()
    assert urgent.filter(state=MailState.SENDING).count() == 1

    # A quarter of an hour passes, and with it the dead worker's claim.
    JobRun.objects.all().delete()
    urgent.filter(state=MailState.SENDING).update(claimed_at=clock.now() - CLAIM_HOLDS - timedelta(seconds=1))
    Case.objects.update(alarm_at=clock.now() - timedelta(seconds=1))
    second = start_worker()
    # Each of the staff hears of both calls, though one mail was lost with its worker; once each.
    wait_for(lambda: all(mails.count(who) == 2 for who in STAFF))
    case = Case.objects.get()
    take_case(actor=world.signe, case=case, version=case.version)
    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE) == 0
    assert set(mails.went_to) == STAFF, "never a company, never anybody else"
    assert Alarm.objects.count() == Notification.objects.filter(kind="worry_raised").count() == 4
    assert set(urgent.values_list("state", flat=True)) == {MailState.SENT}
