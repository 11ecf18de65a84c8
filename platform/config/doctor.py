"""What `manage.py doctor` looks at, one function a part; each says in one line what stands, or what to do."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import checks, mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from community import clock
from config.state import BACKUP_AGE, jobs_now, last_backup, mails_waiting, worker_seen_at

Verdict = Literal["ok", "warn", "fail"]

#: The oldest series that Django 5.2 knows.
POSTGRES_LEAST = 14
REDIS_LEAST = (5, 0)
#: The worker looks each second and some jobs are due each minute.
WORKER_SILENT = timedelta(minutes=3)
#: Seconds that this machine and the database may differ: codes and votes are bound by the clock.
CLOCK_APART = 2.0
#: Bytes that must be free where files lie: a day of uploads and one backup of a small site.
FREE_SPACE = 2 * 1024**3
#: A mail server that is away for this long shows in the outbox.
MAILS_WAITING = 200


@dataclass(frozen=True)
class Finding:
    part: str
    verdict: Verdict
    #: What stands, or what to do about it.
    line: str


def examine() -> Iterator[Finding]:
    """Every part in turn. One that cannot even be asked is a finding of its own, and the others are asked too; what
    lies in a database that does not answer is not."""
    away = False
    for part, look in LOOKS:
        if away and part in IN_THE_DATABASE:
            continue
        try:
            found = list(look())
        except Exception as problem:  # whatever a part raises is what the doctor is for
            # Read on the machine itself; the first line of a service's fault holds no member's words.
            said = str(_cause(problem)).strip().splitlines() or [""]
            line = f"does not answer: {type(problem).__name__} {said[0][:200]}".rstrip(" .")
            found = [("fail", f"{line}. {WHERE_IT_IS[part]}" if part in WHERE_IT_IS else line)]
            away = away or part == "database"
        for verdict, line in found:
            yield Finding(part, verdict, line)


def _cause(problem: Exception) -> Exception:
    """Why there is no connection: a pool says only how long it waited."""
    if connection.vendor == "postgresql" and type(problem.__cause__).__name__ == "PoolTimeout":
        import psycopg

        try:
            psycopg.connect(settings.DATABASE_URL, connect_timeout=3).close()
        except psycopg.Error as why:
            return why
    return problem


Said = Iterator[tuple[Verdict, str]]


def _settings() -> Said:
    if not settings.PRODUCTION:
        yield "warn", "MODE is not production: set MODE=production and what .env.example marks."
    found = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    grave = [message for message in found if message.level >= checks.WARNING and not message.is_silenced()]
    for message in grave:
        yield "fail", f"{message.id}: {message.msg}"
    if not grave:
        yield "ok", "nothing to say against them"


def _database() -> Said:
    connection.ensure_connection()
    behind = MigrationExecutor(connection)
    plan = behind.migration_plan(behind.loader.graph.leaf_nodes())
    if plan:
        yield "fail", f"{len(plan)} migrations wait: run the release ({plan[0][0]} is the first)."
    if connection.vendor == "sqlite":
        verdict: Verdict = "ok" if settings.WEB_PROCESSES == 1 else "fail"
        yield verdict, "SQLite: one web process only, and the backup takes the file."
        return
    version = connection.pg_version // 10_000  # type: ignore[attr-defined]
    yield (
        ("ok", f"PostgreSQL {version}")
        if version >= POSTGRES_LEAST
        else ("fail", f"PostgreSQL {version} is too old: upgrade to {POSTGRES_LEAST} or newer.")
    )
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                yield "fail", f"{name} is off: what people were told is kept could be lost. Turn it on."
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if not cursor.fetchone():
            yield "warn", "pg_trgm is missing, so misspelt names are not found: CREATE EXTENSION pg_trgm, then reindex."
        cursor.execute("SELECT current_setting('max_connections')::int")
        most = cursor.fetchone()[0]
    pool = connection.settings_dict["OPTIONS"].get("pool")
    # A pool each: of the processes that hold sockets, of as many for pages, and of the worker.
    wanted = (2 * settings.WEB_PROCESSES + 1) * (pool["max_size"] if pool else 1)
    if wanted > most - 5:
        yield "warn", f"up to {wanted} connections of at most {most}: raise max_connections or lower DATABASE_POOL."


def _redis() -> Said:
    if not settings.REDIS_URL:
        verdict: Verdict = "ok" if settings.WEB_PROCESSES == 1 else "fail"
        yield verdict, "none: one web process hears itself alone. Set REDIS_URL before you run a second."
        return
    from redis import Redis

    with Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5) as client:
        info = client.info()
        policy = info.get("maxmemory_policy", "noeviction")
    version = tuple(int(number) for number in info["redis_version"].split(".")[:2])
    if version < REDIS_LEAST:
        yield "fail", f"Redis {info['redis_version']} is too old: upgrade to 5.0 or newer."
    elif info.get("maxmemory") and policy.startswith("allkeys"):
        yield "warn", f"maxmemory-policy {policy} may forget counted sign-in tries: use volatile-lru."
    else:
        yield "ok", f"Redis {info['redis_version']}"


def _folders() -> Said:
    kept = [("pictures", Path(settings.MEDIA_ROOT)), ("members' files", Path(settings.PRIVATE_MEDIA_ROOT))]
    good = True
    for name, folder in kept:
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=0o750)
        if not os.access(folder, os.W_OK | os.X_OK):
            yield "fail", f"{name}: {folder} cannot be written by this user; give it to the user of the web processes."
            good = False
    if Path(settings.PRIVATE_MEDIA_ROOT).stat().st_mode & stat.S_IRWXO:
        yield (
            "fail",
            f"members' files: {settings.PRIVATE_MEDIA_ROOT} is open to everybody here: chmod o= on it.",
        )
        good = False
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield "fail", "static files are not collected: run the release."
        good = False
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < FREE_SPACE:
        yield "warn", f"{free / 1024**3:.1f} GB are free in {settings.DATA_DIR}: make room."
        good = False
    if good:
        yield "ok", f"written by this user alone, {free / 1024**3:.0f} GB free"


def _mail() -> Said:
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield "warn", "mails appear on the console: set EMAIL_HOST."
        return
    line = mail.get_connection(timeout=10)
    line.open()
    line.close()
    waiting = mails_waiting()
    yield (
        ("ok", f"{settings.EMAIL_HOST} takes mails; {waiting} wait")
        if waiting < MAILS_WAITING
        else ("fail", f"{waiting} mails wait though {settings.EMAIL_HOST} answers: look into the worker's log.")
    )


def _clock() -> Said:
    if connection.vendor == "sqlite":
        yield "ok", "the database uses this machine's"
        return
    with connection.cursor() as cursor:
        before = datetime.now(tz=clock.now().tzinfo)
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    apart = abs((theirs - before).total_seconds())
    yield (
        ("ok", f"{apart:.2f} s from the database's")
        if apart <= CLOCK_APART
        else ("fail", f"{apart:.0f} s from the database's: run a time service (systemd-timesyncd or chrony) on both.")
    )


def _worker() -> Said:
    seen = worker_seen_at()
    if seen is None:
        yield "fail", "has never run: start one (systemctl start nextwork-worker)."
    elif clock.now() - seen > WORKER_SILENT:
        yield "fail", f"silent since {seen:%Y-%m-%d %H:%M} UTC: start it (systemctl restart nextwork-worker)."
    else:
        yield "ok", f"last seen {(clock.now() - seen).total_seconds():.0f} s ago"


def _jobs() -> Said:
    all_jobs = jobs_now()
    for job in all_jobs:
        if job.failure:
            yield "fail", f"{job.name} failed with {job.failure}: the worker's log names it."
        elif job.late:
            last = f"last done {job.finished_at:%Y-%m-%d %H:%M} UTC" if job.finished_at else "never done"
            yield "fail", f"{job.name} is late ({last}, due every {job.every}): look into the worker's log."
    if not any(job.late or job.failure for job in all_jobs):
        yield "ok", f"all {len(all_jobs)} done in time"


def _backup() -> Said:
    found = last_backup()
    if found is None:
        yield "fail", f"none in {settings.BACKUP_DIR}: run manage.py backup, and start its timer."
        return
    path, made_at = found
    age = clock.now() - made_at
    yield (
        ("ok", f"{path.name}, {age.total_seconds() / 3600:.0f} hours old")
        if age <= BACKUP_AGE
        else ("fail", f"{path.name} is {age.days} days old: look into nextwork-backup.timer.")
    )


def _people() -> Said:
    from community.models import Network, Person

    if not Person.objects.filter(is_superuser=True, is_active=True).exists():
        yield "fail", "nobody may do everything: manage.py createsuperuser."
    elif not Network.objects.exists():
        yield "warn", "no network yet: programme staff found the first one on their page."
    else:
        yield "ok", f"{Network.objects.count()} networks"


def _help_lines() -> Said:
    from home.help_lines.models import HelpLine

    unchecked = sum(line.needs_checking for line in HelpLine.objects.all())
    yield (
        ("warn", f"{unchecked} wait for a person to call and check them: Help lines in the admin.")
        if unchecked
        else ("ok", "all checked within 90 days")
    )


#: What is asked of the database, and not where it does not answer.
IN_THE_DATABASE = {"clock", "worker", "jobs", "people", "help lines"}
#: Where to look when a service does not answer.
WHERE_IT_IS = {
    "database": "Is it running, and is DATABASE_URL right? What lies in it was not asked.",
    "redis": "Is it running, and is REDIS_URL right?",
    "mail": "Are EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS and the account right?",
}

LOOKS: tuple[tuple[str, Callable[[], Said]], ...] = (
    ("settings", _settings),
    ("database", _database),
    ("redis", _redis),
    ("folders", _folders),
    ("mail", _mail),
    ("clock", _clock),
    ("worker", _worker),
    ("jobs", _jobs),
    ("backup", _backup),
    ("people", _people),
    ("help lines", _help_lines),
)
