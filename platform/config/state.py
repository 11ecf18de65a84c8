"""How the site is doing, as its database and folders tell: jobs, mail and tasks that wait, the last backup."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from community import clock
from community.jobs import jobs
from community.jobs.models import JobRun

#: A job is late when it has not ended well for this many of its intervals, and for this long at least: a deployment
#: stops the worker for a minute or two.
INTERVALS = 2
AT_LEAST = timedelta(minutes=10)
#: A backup each night, and two hours for a night that went slowly (trust.md K2).
BACKUP_AGE = timedelta(hours=26)


@dataclass(frozen=True)
class JobState:
    name: str
    every: timedelta
    finished_at: datetime | None
    failure: str

    @property
    def late(self) -> bool:
        """Also where it never ran: the worker runs every job within seconds of its first start."""
        return self.finished_at is None or clock.now() - self.finished_at > max(self.every * INTERVALS, AT_LEAST)


def jobs_now() -> list[JobState]:
    runs = {run.name: run for run in JobRun.objects.all()}
    return [
        JobState(
            job.name,
            job.every,
            runs[job.name].last_finished_at if job.name in runs else None,
            runs[job.name].last_failure if job.name in runs else "",
        )
        for job in jobs.values()
    ]


def worker_seen_at() -> datetime | None:
    """When a worker last began a job; some are due each minute, so silence means that none runs."""
    return JobRun.objects.order_by("-last_started_at").values_list("last_started_at", flat=True).first()


def mails_waiting() -> int:
    from community.notifications.models import OutboxMail

    return OutboxMail.objects.filter(state__in=("waiting", "sending"), not_before__lte=clock.now()).count()


def tasks_waiting() -> int:
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.ready().count()


def last_backup() -> tuple[Path, datetime] | None:
    """The newest file that `manage.py backup` left in BACKUP_DIR, and when it was begun."""
    found = sorted(settings.BACKUP_DIR.glob("nextwork-*.tar"))
    if not found:
        return None
    return found[-1], datetime.fromtimestamp(found[-1].stat().st_mtime, tz=clock.now().tzinfo)
