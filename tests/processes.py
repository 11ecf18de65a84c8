"""Real server processes for tests, ours and Redis: started on a free port, waited for, and ended by their own id."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from django.conf import settings
from django.db import connection
from redis import Redis
from redis.exceptions import RedisError

from tests.log_watch import lines_with_canaries
from tests.support import ROOT, environment, free_port

#: How long a server may take to answer; only a failing test waits it out.
START_WITHIN = 60
END_WITHIN = 10


@dataclass
class Server:
    port: int
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/"

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def answers(self, healthy: bool = True) -> bool:
        """Whether it is well; `healthy=False` asks only whether it answers at all."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except HTTPError:
            return not healthy
        except (URLError, OSError):
            return False

    def stop(self) -> int:
        """Ask it to end, and insist after a while. Returns its exit code."""
        self.process.terminate()
        try:
            return self.process.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class RedisServer:
    """`with RedisServer(folder) as redis:` is a Redis of the test's own, which it may kill and start again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        # The number is part of the prefix under which processes hear each other (config.settings).
        return f"redis://127.0.0.1:{self.port}/{settings.REDIS_URL.rpartition('/')[2] or 0}"

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + END_WITHIN
        while True:
            with suppress(RedisError), Redis(port=self.port) as client:
                client.ping()
                return
            assert self.process.poll() is None, "Redis ended at once"
            assert time.monotonic() < deadline, "Redis does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def empty(self) -> None:
        """FLUSHALL: everything it held is gone."""
        with Redis(port=self.port) as client:
            client.flushall()


def database_url() -> str:
    """The address of the very database that this test uses, so that a server shares it."""
    made = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{made['NAME']}"
    who = quote(made["USER"]) + (f":{quote(made['PASSWORD'])}" if made["PASSWORD"] else "")
    return f"postgres://{who}@{made['HOST']}:{made['PORT'] or 5432}/{made['NAME']}"


@contextmanager
def server(*, healthy: bool = True, **variables: str) -> Iterator[Server]:
    """A web process on the test's database, as the Procfile's `web` is; `variables` add to its environment. What it
    wrote down holds no canary."""
    port = int(variables.get("PORT", 0)) or free_port()
    with tempfile.TemporaryDirectory() as folder:
        log_file = Path(folder) / "log"
        given = {
            "DATA_DIR": folder,
            "PORT": str(port),
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
        }
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "serve"],
                env=environment(**given | variables),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started = Server(port, process, log_file)
        try:
            deadline = time.monotonic() + START_WITHIN
            while not started.answers(healthy):
                assert process.poll() is None, f"The server ended at once:\n{started.log()}"
                assert time.monotonic() < deadline, f"The server does not answer:\n{started.log()}"
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
            yield started
        finally:
            if process.poll() is None:
                started.stop()
        assert lines_with_canaries(started.log()) == []
