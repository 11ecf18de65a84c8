"""Figures of gunicorn's processes, which share one port: whichever answers tells for all of them."""

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from config.management.commands.deployment import deployment_files
from tests.processes import END_WITHIN, START_WITHIN, database_url
from tests.support import ROOT, environment, free_port

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

TOKEN = "a-monitor-of-this-test-alone-0123456789"
COUNTED = re.compile(r'nextwork_requests_total\{method="GET",route="healthz",status="\d+"\} (\d+)')


def asked(port: int, path: str) -> str:
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request, timeout=20) as answer:
        return answer.read().decode()


def is_answered(port: int) -> bool:
    try:
        asked(port, "/healthz")
    except HTTPError:
        # A machine that is busy may be slow to say how it is; it has said so.
        return True
    except (URLError, OSError):
        return False
    return True


def test_two_processes_at_one_port_count_together(tmp_path):
    assert (
        "PROMETHEUS_MULTIPROC_DIR=/run/nextwork-http" in deployment_files(domain="a.example")["nextwork-http.service"]
    )
    (tmp_path / "figures").mkdir()
    port, log = free_port(), tmp_path / "log"
    command = ["-m", "gunicorn", "--pythonpath", "platform,.", "--workers", "2", "--worker-class", "gthread"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *command, "--bind", f"127.0.0.1:{port}", "config.wsgi"],
            cwd=ROOT,
            env=environment(
                DATA_DIR=str(tmp_path),
                DATABASE_URL=database_url(),
                METRICS_TOKEN=TOKEN,
                PROMETHEUS_MULTIPROC_DIR=str(tmp_path / "figures"),
            ),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    times, deadline = 0, time.monotonic() + 2 * START_WITHIN
    try:
        # A process has counted once its file lies there. Several ask at once, so that one process does not take all.
        with ThreadPoolExecutor(8) as visitors:
            while len(list((tmp_path / "figures").glob("counter_*.db"))) < 2:
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                answered = sum(visitors.map(lambda _number: is_answered(port), range(8)))
                times += answered
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.2 if not answered else 0)
        told = {sum(map(int, COUNTED.findall(asked(port, "/metrics")))) for _time in range(20)}
        # More where a visitor lost patience before the answer came; the same from whichever process answers.
        assert len(told) == 1
        assert told.pop() >= times
        assert 'nextwork_job_late{job="deliver_outbox"}' in asked(port, "/metrics")
    finally:
        process.terminate()
        process.wait(END_WITHIN)
