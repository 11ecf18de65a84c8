"""/healthz says "ok" only when every part answers, and names the one that does not, soon."""

import subprocess
import sys
from datetime import timedelta

import pytest

from community import clock
from community.jobs import jobs
from community.jobs.models import JobRun
from tests.support import ROOT, environment, free_port

#: Asks /healthz of the settings at hand, in a process of its own, and prints status, seconds and body.
ASK = """
import time, django
django.setup()
from django.test import Client
started = time.monotonic()
answer = Client().get("/healthz", headers={"host": "localhost"})
print(answer.status_code, time.monotonic() - started, answer.content.decode())
"""


@pytest.mark.django_db(transaction=True)
def test_a_whole_site_is_well(client):
    for name in jobs:
        JobRun.objects.create(name=name, last_started_at=clock.now(), last_finished_at=clock.now())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_has_missed_its_time_is_named_and_the_site_goes_on(client):
    now = clock.now()
    for name, job in jobs.items():
        ago = timedelta() if name != "deliver_outbox" else timedelta(minutes=11)
        JobRun.objects.create(name=name, last_started_at=now, last_finished_at=now - min(job.every, ago))
    assert client.get("/healthz").json() == {"status": "ok"}
    JobRun.objects.filter(name="deliver_outbox").update(last_finished_at=now - timedelta(minutes=11))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "late": ["deliver_outbox"]})


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_last_run_failed_is_named_without_what_it_said_and_the_site_goes_on(client):
    for name in jobs:
        JobRun.objects.create(name=name, last_started_at=clock.now(), last_finished_at=clock.now())
    JobRun.objects.filter(name="deliver_outbox").update(last_failure="SMTPServerDisconnected")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "failed": ["deliver_outbox"]})


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(client, method):
    assert getattr(client, method)("/healthz").status_code == 405


@pytest.mark.parametrize(
    ("variable", "scheme", "part"),
    [("REDIS_URL", "redis", "channel layer"), ("DATABASE_URL", "postgres", "database")],
)
def test_a_part_that_is_away_is_named(tmp_path, variable, scheme, part):
    away = {variable: f"{scheme}://127.0.0.1:{free_port()}/0"}
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment(DATA_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="config.settings", **away),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout, answer.stderr
    status, seconds, body = answer.stdout.split(" ", 2)
    assert status == "503"
    assert part in body
    assert float(seconds) < 5
