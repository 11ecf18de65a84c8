"""PostgreSQL, Redis and web processes that belong to the test alone, so that it may kill them."""

import asyncio
import inspect
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from glob import glob
from pathlib import Path

import psycopg
import pytest

from tests.log_watch import lines_with_canaries
from tests.processes import Server, server
from tests.support import free_port


def _programs() -> Path | None:
    """Where PostgreSQL's own programs stand, the newest first."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    return Path(folders[-1]).parent if folders else None


def _who() -> str | None:
    """PostgreSQL refuses to run as root: whom it runs as then."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


needs_own_services = pytest.mark.skipif(
    not (_programs() and shutil.which("redis-server")),
    reason="needs the programs initdb, pg_ctl and redis-server: on Debian apt install postgresql redis-server",
)


class Cluster:
    """A PostgreSQL of the test's own, as durable as it is by default: what it has acknowledged is on the disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    def url(self, database: str) -> str:
        return f"postgres://chaos@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: str) -> None:
        programs = _programs()
        assert programs is not None
        log = self.folder / "commands.log"
        # To a file: the server inherits what its starter writes to, and a pipe would never end.
        with log.open("ab") as into:
            done = subprocess.run(
                [str(programs / program), *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=into,
                stderr=subprocess.STDOUT,
                user=_who(),
                extra_groups=None if _who() is None else [],
                timeout=60,
                check=False,
            )
        assert done.returncode == 0, log.read_text()[-3000:]

    def make(self) -> None:
        if who := _who():
            shutil.chown(self.folder, who)
        self._run("initdb", "-D", "data", "-U", "chaos", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = f"port={self.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\nmax_connections=60\n"
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write(settings)
        self.start()

    def start(self) -> None:
        self._run("pg_ctl", "-D", "data", "-l", "server.log", "-w", "start")

    def restart_immediately(self) -> None:
        """As a machine that loses its power does: no farewell, and recovery from the log."""
        self._run("pg_ctl", "-D", "data", "-l", "server.log", "-m", "immediate", "-w", "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def log(self) -> str:
        """What it wrote down, from its first start on."""
        return (self.folder / "server.log").read_text(errors="replace")

    def ask(self, question: str, *values: object, database: str = "nextwork") -> list[tuple]:
        with psycopg.connect(self.url(database), autocommit=True) as line:
            answer = line.execute(question, values)
            return answer.fetchall() if answer.description else []


@contextmanager
def cluster() -> Iterator[Cluster]:
    # Not pytest's folder: whom PostgreSQL runs as may not look into it.
    with tempfile.TemporaryDirectory(prefix="chaos-postgres-") as folder:
        made = Cluster(Path(folder))
        made.make()
        try:
            yield made
        finally:
            made.stop()
        assert "database system is ready to accept connections" in made.log()
        assert lines_with_canaries(made.log()) == []


class Webs:
    """Web processes, each on a port that it keeps when it is killed and started again."""

    def __init__(self, number: int, **variables: str) -> None:
        self.variables = variables
        self.ports = [free_port() for _one in range(number)]
        self.running: dict[int, Server] = {}
        self.ended_logs: list[str] = []
        self._stack = ExitStack()

    def __enter__(self) -> "Webs":
        with self._stack:
            for port in self.ports:
                self.start(port)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def start(self, port: int, *, healthy: bool = True) -> None:
        self.running[port] = self._stack.enter_context(server(healthy=healthy, PORT=str(port), **self.variables))

    def kill(self, port: int) -> None:
        """`kill -9`: not a word to anybody."""
        web = self.running.pop(port)
        web.process.send_signal(signal.SIGKILL)
        web.process.wait()
        self.ended_logs.append(web.log())

    def log(self) -> str:
        return "\n".join([*self.ended_logs, *(web.log() for web in self.running.values())])


async def until(holds, *, within: float, what: str, every: float = 0.1) -> float:
    """Wait for a condition, which may be awaited; how long it took, or a failure that says what never came."""
    begun = time.monotonic()
    try:
        async with asyncio.timeout(within):
            while True:
                answer = holds()
                if await answer if inspect.isawaitable(answer) else answer:
                    return time.monotonic() - begun
                await asyncio.sleep(every)
    except TimeoutError:
        raise AssertionError(f"After {within:.0f} s still not: {what}") from None
