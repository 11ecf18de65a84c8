"""The whole production set-up, all real, on loopback: what `deployment` writes, run for some minutes under traffic.

Run through production.sh. Everything is started by this process and ended by its id; nothing outside of a temporary
folder and one made database cluster is touched.
"""

import argparse
import asyncio
import os
import re
import secrets
import shlex
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.letters import Letters
from tests.nginx import DOMAIN, Answer, proxy_command, tls_line, within_limit

ROOT = Path(__file__).resolve().parents[2]
#: Seconds that a part may need to come back; failures of requests inside are counted apart.
WINDOW = 12.0
#: What a web process may hold after the run, and how much it may have grown since a fifth of it had passed.
MEMORY_AT_MOST, GROWTH_AT_MOST = 250 * 2**20, 1.35


@dataclass
class Part:
    """One process of the set-up, which may be killed and started again under the same name."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def end(self, how: signal.Signals = signal.SIGTERM, within: float = 40) -> None:
        assert self.process is not None
        if how == signal.SIGKILL:
            # A parent that is killed leaves its workers behind, as on a machine they would be killed with it.
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.send_signal(how)
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def memory(self) -> int:
        """Bytes, of the process or the largest of its children."""
        assert self.process is not None
        pids = [self.process.pid]
        with suppress(OSError):
            pids += map(int, Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split())
        sizes = [0]
        for pid in pids:
            with suppress(OSError, IndexError):
                sizes.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        return max(sizes)


@dataclass
class SetUp:
    folder: Path
    environment: dict[str, str]
    port: int
    parts: dict[str, Part]
    cluster: object
    redis: object
    #: From and until when which part was away, by the clock of time.monotonic().
    windows: list[tuple[str, float, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def away(self, what: str) -> Iterator[None]:
        """A stated window: it ends a little after the part answers again."""
        began = time.monotonic()
        self.windows.append((what, began, began + 600))
        try:
            yield
        finally:
            self.windows[-1] = (what, began, time.monotonic() + WINDOW)

    def in_window(self, moment: float) -> bool:
        return any(began <= moment <= ended for _what, began, ended in self.windows)

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "site.crt"))

    def ask(self, path: str, cookie: str = "", patience: float = 90) -> Answer:
        """Through the proxy, as one visitor more, who waits longer than the proxy does."""
        line = tls_line(self.port, self.context(), patience)
        try:
            line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            return Answer.of(line)
        finally:
            line.close()

    def expect_calm(self, path: str, statuses: tuple[int, ...], when: str) -> None:
        """The page for when we are away, with whom to call: never the bare one of a proxy."""
        began = time.monotonic()
        answer = self.ask(path)
        print(f"        {path} answered {answer.status} after {time.monotonic() - began:.1f} s", flush=True)
        page = answer.body.decode()
        calm = "Det er ikke dig" in page and 'href="tel:112"' in page and "Retry-After" in answer.headers
        if answer.status not in statuses or not calm:
            self.faults.append(f"{when} {path} answered {answer.status}, {page[:120]!r}")


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def set_up(letters_port: int) -> Iterator[SetUp]:
    """Everything that docs/operations.md tells an operator to start, and its end."""
    from tests.chaos.services import cluster
    from tests.processes import RedisServer
    from tests.support import environment, free_port

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="production-")))
        folder.chmod(0o711)
        (folder / "data" / "private").mkdir(parents=True, mode=0o750)
        postgres = stack.enter_context(cluster())
        postgres.ask("CREATE DATABASE nextwork", database="postgres")
        redis = stack.enter_context(RedisServer(folder))
        tls, plain, http, first, second = (free_port() for _one in range(5))
        variables = environment(
            MODE="production",
            SECRET_KEY=secrets.token_urlsafe(64),
            ALLOWED_HOSTS=DOMAIN,
            BASE_URL=f"https://{DOMAIN}",
            DATABASE_URL=postgres.url("nextwork"),
            REDIS_URL=f"redis://127.0.0.1:{redis.port}/0",
            DATA_DIR=str(folder / "data"),
            BACKUP_DIR=str(folder / "backups"),
            PRIVATE_MEDIA_ACCEL="/intern/",
            WEB_CONCURRENCY="2",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=str(letters_port),
            EMAIL_USE_TLS="false",
            LOG_REQUESTS="true",
            HOST="127.0.0.1",
            DJANGO_SETTINGS_MODULE="config.settings",
        )
        for step in (("migrate", "--noinput"), ("messages", "--compile"), ("collectstatic", "--noinput")):
            done = manage(variables, *step)
            assert done.returncode == 0, f"{step[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        os.environ.update(variables)
        import django

        django.setup()
        from config.management.commands.deployment import procfile

        programs = {name: command.replace("${HOST:-0.0.0.0}", "127.0.0.1") for name, command in procfile().items()}

        def part(name: str, program: str, unit: str, **more: str) -> Part:
            command = shlex.split(program.replace("${PORT:-8000}", more.get("PORT", "")))
            command = [sys.executable, *([] if command[0] == "python" else ["-m", command[0]]), *command[1:]]
            return Part(name, within_limit(unit, command), variables | more, folder / f"{name}.log")

        proxied = proxy_command(folder, folder / "data", tls=tls, plain=plain, web=[first, second], http=http)
        parts = {
            "web 1": part("web 1", programs["web"], "nextwork-web@.service", PORT=str(first)),
            "web 2": part("web 2", programs["web"], "nextwork-web@.service", PORT=str(second)),
            "pages": part("pages", programs["http"], "nextwork-http.service", PORT=str(http)),
            "worker": part("worker", programs["worker"], "nextwork-worker.service"),
            "nginx": Part("nginx", proxied, variables, folder / "nginx.out"),
        }
        made = SetUp(folder, variables, tls, parts, postgres, redis)
        for one in parts.values():
            one.start()
            stack.callback(lambda one=one: one.process and one.process.poll() is None and one.end())
        ports = {"web 1": first, "web 2": second, "pages": http}
        for name, port in ports.items():
            wait_for(lambda port=port: answers(port), f"{name} does not answer: {parts[name].log}")
        assert parts["nginx"].process.poll() is None, (folder / "nginx.out").read_text()
        yield made


def answers(port: int) -> bool:
    import http.client

    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": DOMAIN, "X-Forwarded-Proto": "https"})
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def wait_for(holds: Callable[[], bool], what: str, within: float = 180) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def port_of(part: Part) -> int:
    return int(part.environment.get("PORT", 0))


# --- what happens to the parts --------------------------------------------------------------------------------------
# Deeds of an operator come without a window: nobody may feel them. Accidents state one.
def renew_pages(here: SetUp) -> None:
    here.parts["pages"].process.send_signal(signal.SIGHUP)


def restart_a_web(name: str) -> Callable[[SetUp], None]:
    def restart(here: SetUp) -> None:
        part = here.parts[name]
        part.end(signal.SIGTERM)
        part.start()
        wait_for(lambda: answers(port_of(part)), name)

    return restart


def kill_a_web(name: str) -> Callable[[SetUp], None]:
    def kill(here: SetUp) -> None:
        with here.away(name):
            part = here.parts[name]
            part.end(signal.SIGKILL)
            part.start()
            wait_for(lambda: answers(port_of(part)), name)

    return kill


def kill_worker(here: SetUp) -> None:
    here.parts["worker"].end(signal.SIGKILL)
    here.parts["worker"].start()


def reload_proxy(here: SetUp) -> None:
    here.parts["nginx"].process.send_signal(signal.SIGHUP)


def kill_proxy(here: SetUp) -> None:
    with here.away("nginx"):
        here.parts["nginx"].end(signal.SIGKILL)
        here.parts["nginx"].start()
        time.sleep(1)


def restart_redis(here: SetUp) -> None:
    # No window: pages and posting do not need it.
    here.redis.kill()
    time.sleep(3)
    here.redis.start()


def empty_redis(here: SetUp) -> None:
    here.redis.empty()


def restart_database(here: SetUp) -> None:
    with here.away("PostgreSQL"):
        here.cluster.stop()
        try:
            # The site's own word; the proxy's where so many wait for a line to the database that it loses patience.
            here.expect_calm("/help/", (503, 504), "while PostgreSQL is away")
        finally:
            here.cluster.start()
        wait_for(lambda: answers(port_of(here.parts["pages"])), "pages after PostgreSQL")


def lose_the_site(here: SetUp) -> None:
    """Every process that answers pages goes at once, as on a machine whose memory is full."""
    lost = [here.parts[name] for name in ("pages", "web 1", "web 2")]
    with here.away("the whole site"):
        for part in lost:
            part.end(signal.SIGKILL)
        here.expect_calm("/help/", (502,), "while no process of the site answers")
        for part in lost:
            part.start()
        for part in lost:
            wait_for(lambda part=part: answers(port_of(part)), part.name)


HAPPENINGS: list[tuple[str, Callable[[SetUp], None]]] = [
    ("pages get new processes (HUP)", renew_pages),
    ("web 1 is restarted (TERM)", restart_a_web("web 1")),
    ("worker is killed", kill_worker),
    ("Redis is restarted", restart_redis),
    ("web 2 is killed", kill_a_web("web 2")),
    ("the proxy reads its settings anew", reload_proxy),
    ("PostgreSQL is restarted at once", restart_database),
    ("Redis loses everything", empty_redis),
    ("web 2 is restarted (TERM)", restart_a_web("web 2")),
    ("the pages' processes are killed", kill_a_web("pages")),
    ("the proxy is killed", kill_proxy),
    ("no process of the site is left", lose_the_site),
]


# --- the run ----------------------------------------------------------------------------------------------------------
async def run(minutes: float, members: int, pace: float) -> list[str]:
    loop = asyncio.get_running_loop()
    letters = await loop.create_server(Letters, "127.0.0.1", 0)
    faults: list[str] = []
    with ExitStack() as stack:
        here = await asyncio.to_thread(stack.enter_context, set_up(letters.sockets[0].getsockname()[1]))
        from tests.load import closer
        from tests.load.members import Crowd

        crowd = await asyncio.to_thread(Crowd.made, members, DOMAIN, here.port, here.context(), here.in_window)
        print(f"{members} members, one deed each {pace:.0f} s, {minutes:g} minutes", flush=True)
        ends = time.monotonic() + minutes * 60
        traffic = asyncio.create_task(crowd.live(until=ends, pace=pace))
        early: dict[str, int] = {}
        for number, (what, happening) in enumerate(HAPPENINGS):
            wait = ends - minutes * 60 * (1 - (number + 1) / (len(HAPPENINGS) + 1)) - time.monotonic()
            await asyncio.sleep(max(wait, 0))
            if number == len(HAPPENINGS) // 4:
                early = {name: part.memory() for name, part in here.parts.items()}
            print(f"  {minutes * 60 - (ends - time.monotonic()):5.0f} s  {what}", flush=True)
            await asyncio.to_thread(happening, here)
        await traffic
        faults += await asyncio.to_thread(crowd.examine)
        faults += here.faults
        for look in (closer.slow_clients, closer.grades, closer.doctor):
            faults += await asyncio.to_thread(look, here, crowd)
        late = {name: part.memory() for name, part in here.parts.items()}
        for name, size in late.items():
            print(f"  {name:8} {early[name] / 2**20:6.0f} MB early, {size / 2**20:6.0f} MB at the end")
            if name in ("web 1", "web 2", "pages"):
                if size > MEMORY_AT_MOST:
                    faults.append(f"{name} holds {size / 2**20:.0f} MB")
                if size > early[name] * GROWTH_AT_MOST:
                    faults.append(f"{name} grew from {early[name] / 2**20:.0f} to {size / 2**20:.0f} MB")
        print(f"  {Letters.count} mails were sent")
        for part in here.parts.values():
            part.end()
        for log in sorted(here.folder.glob("*.log")):
            # What went wrong, by kind; the windows explain what belongs to them.
            kinds = Counter(re.findall(r"^([\w.]+(?:Error|Exception|Timeout|Refused))$", log.read_text(), re.M))
            if kinds:
                print(f"  {log.name}: {dict(kinds)}")
            # A service that is away explains faults of lines and of its client; a fault of another kind is ours.
            ours = [kind for kind in kinds if kind.startswith("builtins.") and "Connection" not in kind]
            for kind in ours:
                before = log.read_text().split(f"\n{kind}\n")[0]
                print(f"  the first {kind}:\n" + "\n".join(before.splitlines()[-24:]))
            faults += [f"{log.name} holds {word!r}" for word in crowd.words_no_log_may_hold(log)]
    letters.close()
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--pace", type=float, default=10, help="seconds between two deeds of one member")
    given = parser.parse_args()
    faults = asyncio.run(run(given.minutes, given.members, given.pace))
    for fault in faults:
        print("FAULT", fault)
    print("It holds." if not faults else f"{len(faults)} promises are broken.")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
