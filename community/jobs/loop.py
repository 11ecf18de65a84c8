"""Due jobs and queued tasks, in one loop: `manage.py worker` in production, a thread of the server otherwise."""

import logging
import threading
import uuid
from collections.abc import Callable

from django.db import close_old_connections
from django.db.models import Q

from community import clock, forgetting
from community.jobs import Job, jobs
from community.jobs.models import JobRun

log = logging.getLogger(__name__)

#: Seconds between looks at the queue and the clock.
PAUSE = 1.0


def claim(job: Job) -> bool:
    """Whether this process may run the job now: one UPDATE decides, so two processes never both may."""
    run, _ = JobRun.objects.get_or_create(name=job.name)
    now = clock.now()
    due = Q(last_started_at=None) | Q(last_started_at__lte=now - job.every)
    return bool(JobRun.objects.filter(due, pk=run.pk).update(last_started_at=now))


def run_due_jobs() -> list[str]:
    """Run every job whose time has come and return their names. One that fails is written down; the others go on."""
    started = dict(JobRun.objects.values_list("name", "last_started_at"))
    ran = []
    for job in list(jobs.values()):
        # Reading first, so that an idle site takes no write lock.
        last = started.get(job.name)
        if (last and last > clock.now() - job.every) or not claim(job):
            continue
        failure = ""
        try:
            job.call()
        except Exception as problem:  # one job's fault must not stop the others
            # The kind of fault only: its words may hold somebody's data.
            failure = type(problem).__name__
            log.error("The job %s failed: %s", job.name, failure)
        JobRun.objects.filter(name=job.name).update(last_finished_at=clock.now(), last_failure=failure)
        ran.append(job.name)
    return ran


def run_waiting_tasks() -> None:
    """Run what stands in the task queue now, then return."""
    from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    if not DBTaskResult.objects.ready().exists():
        return

    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    ).run()


def work_until(stopping: threading.Event) -> None:
    """The loop of both forms. A database that is away is waited for."""
    logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    pause = PAUSE
    while not stopping.wait(pause):
        try:
            forgetting.forget_those_who_left()
            run_waiting_tasks()
            run_due_jobs()
            pause = PAUSE
        except Exception as problem:
            log.warning("The worker could not work (%s); it tries again.", type(problem).__name__)
            pause = min(pause * 2, 30)
        finally:
            close_old_connections()


def run_beside() -> Callable[[], None]:
    """Start the loop in a thread of this process. Returns what ends it, which waits for the task at hand."""
    stopping = threading.Event()
    thread = threading.Thread(target=work_until, args=[stopping], name="worker", daemon=True)
    thread.start()

    def finish() -> None:
        stopping.set()
        thread.join(timeout=5)

    return finish
