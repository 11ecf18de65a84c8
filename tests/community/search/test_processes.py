"""What real servers write down: no words of a search, and no query string of anything."""

import shlex
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.processes import END_WITHIN, START_WITHIN, database_url, server
from tests.support import ROOT, environment, free_port, manage

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

CANARY = "hemmeligtord"


def look_for_it(url):
    """Every way the word could come: in addresses that are and are not there, and in forms that are refused."""
    words = urlencode({"words": CANARY}).encode()
    for path, data in (
        (f"/search/?words={CANARY}", None),
        (f"/nowhere/?words={CANARY}", None),
        (f"/search/?words={CANARY}", words),
        ("/search/", words),
    ):
        request = Request(f"{url}{path}", data, headers={"Referer": f"{url}/search/?words={CANARY}"})
        with suppress(HTTPError):
            urlopen(request, timeout=20).close()


def test_daphne_writes_down_no_words(tmp_path):
    """With a line for each request: the route and the answer, never the address."""
    done = manage("collectstatic", "--no-input", DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    with server(LOG_REQUESTS="true", DATA_DIR=str(tmp_path)) as started:
        look_for_it(started.url)
        assert "GET search 302" in started.log()
        assert "GET account_login 200" in started.log()
        assert "GET wagtail_serve 404" in started.log()
        assert CANARY not in started.log()


def test_gunicorn_as_the_procfile_starts_it_writes_down_no_words(tmp_path):
    """Also where somebody turns its access log on."""
    line = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("http:"))
    port = free_port()
    command = [word for word in shlex.split(line.partition(":")[2]) if "$" not in word and word != "--bind"]
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--bind", f"127.0.0.1:{port}", "--access-logfile", "-"],
            cwd=ROOT,
            env=environment(DATA_DIR=str(tmp_path), DATABASE_URL=database_url(), SECRET_KEY="x" * 60),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_WITHIN
            while "Booting worker" not in log.read_text():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
            look_for_it(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(END_WITHIN)
    assert "GET /search/ 302" in log.read_text()
    assert CANARY not in log.read_text()
