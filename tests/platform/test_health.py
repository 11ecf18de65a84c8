"""/healthz says "ok" only when every part answers, and names the one that does not, soon."""

import subprocess
import sys

import pytest

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
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


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
