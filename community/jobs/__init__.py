"""Work that is due by the clock. `community.jobs.loop` runs it, beside the queued tasks.

A room's jobs.py marks its entry points with `@job("name", every=timedelta(...))`; `CommunityConfig.ready` and the other
apps import those files. `manage.py worker` runs the loop in production, a thread of the server in the embedded form;
both may run at once, since a run is claimed in the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig


@dataclass(frozen=True)
class Job:
    name: str
    every: timedelta
    call: Callable[[], object]


jobs: dict[str, Job] = {}


def job(name: str, *, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function to be called about that often. It must bear being called again after a crash."""

    def register(call: Callable[[], object]) -> Callable[[], object]:
        if name in jobs and jobs[name].call.__module__ != call.__module__:
            raise ValueError(f"Two jobs are named {name}.")
        jobs[name] = Job(name, every, call)
        return call

    return register


def discover(app: AppConfig) -> None:
    """Import jobs.py of every room of the app."""
    for room in sorted(path.parent.name for path in Path(app.path).glob("*/jobs.py")):
        if find_spec(f"{app.name}.{room}"):
            import_module(f"{app.name}.{room}.jobs")
