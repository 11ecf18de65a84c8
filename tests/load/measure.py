"""How fast the pages of a long-lived network are, beside bare views of the same SQL and bytes on the same server.

Everything in one run, in turns, so that a machine that is busy with other things slows both alike: compare the ratios.
"""

import http.client
import os
import pickle
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from django.db import connection
from django.test import Client

from tests.support import ROOT, environment, free_port, manage

#: Keep-alive connections that ask at once, and gunicorn's processes, on one core, and threads.
CONNECTIONS = 16
PROCESSES, THREADS = 1, 4
#: Seconds for each page and turn, and turns in all.
SECONDS, TURNS = 2.0, 5


@dataclass
class Measured:
    """Requests of one kind: how long each took, in seconds, and how many were answered a second."""

    taken: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.taken) / self.seconds

    def percentile(self, which: int) -> float:
        """In milliseconds."""
        return statistics.quantiles(self.taken, n=100)[which - 1] * 1000

    def __str__(self) -> str:
        return f"{self.rate:7.1f}/s   p50 {self.percentile(50):6.1f} ms   p99 {self.percentile(99):6.1f} ms"


def record(client: Client, pages: dict[str, str]) -> dict[str, tuple[bytes, list[tuple[str, Any]]]]:
    """What each page asks the database for, and the bytes it answers with, for bare.py."""
    recorded = {}
    for name, address in pages.items():
        # What a process does once it does not do here.
        client.get(address)
        asked: list[tuple[str, Any]] = []

        def note(
            execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any, asked: Any = asked
        ) -> Any:
            asked.append((sql, values))
            return execute(sql, values, many, context)

        with connection.execute_wrapper(note):
            answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        recorded[name] = (answer.content, asked)
    return recorded


def _on_one_core() -> None:
    """The server keeps to the first core, so that database and clients have the others."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@contextmanager
def gunicorn(folder: Path, pages: dict[str, Any], **variables: str) -> Iterator[int]:
    """The site and the bare views on one server, on the database of this test. Yields its port."""
    manage("collectstatic", "--noinput", **variables).check_returncode()
    port, file = free_port(), folder / "bare-pages"
    file.write_bytes(pickle.dumps(pages))
    command = [sys.executable, "-m", "gunicorn", "--pythonpath", f"{ROOT / 'platform'},{ROOT}"]
    command += ["--worker-class", "gthread", "--threads", str(THREADS), "--workers", str(PROCESSES), "--preload"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "warning", "tests.load.bare"]
    log = (folder / "gunicorn.log").open("w+")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="config.settings", BARE_PAGES=str(file), **variables),
        stdout=log,
        stderr=subprocess.STDOUT,
        preexec_fn=_on_one_core,
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/bare/{quote(next(iter(pages)))}/", timeout=5).close()
                break
            except (URLError, OSError):
                assert process.poll() is None, Path(log.name).read_text()
                assert time.monotonic() < deadline, Path(log.name).read_text()
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def load(port: int, request: Callable[[int], tuple[str, str, bytes | None, dict[str, str]]], into: Measured) -> None:
    """Ask from all connections at once for a while. `request` gives method, address, body and headers of the n-th."""
    until = time.perf_counter() + SECONDS
    began = time.perf_counter()
    taken: list[list[float]] = [[] for _ in range(CONNECTIONS)]
    wrong: list[str] = []

    def ask(mine: list[float], number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            method, address, body, headers = request(number)
            number += CONNECTIONS
            start = time.perf_counter()
            line.request(method, address, body, headers)
            answer = line.getresponse()
            answer.read()
            mine.append(time.perf_counter() - start)
            if answer.status not in (200, 201, 302, 304):
                wrong.append(f"{method} {address}: {answer.status}")
                break
        line.close()

    threads = [threading.Thread(target=ask, args=(mine, number)) for number, mine in enumerate(taken)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    into.taken += [one for mine in taken for one in mine]
    into.seconds += time.perf_counter() - began


def in_turns(port: int, requests: dict[str, Callable[[int], Any]]) -> dict[str, Measured]:
    """All kinds of requests, each a short while, again and again."""
    measured = {name: Measured() for name in requests}
    for turn in range(TURNS + 1):
        for name, request in requests.items():
            # The first turn fills what a process keeps, and is not counted.
            load(port, request, measured[name] if turn else Measured())
    return measured
