"""Serve everything by daphne: pages, static files and the socket.

Alone it only serves (the Procfile's `web`). With --embedded it is the whole product in one process: it first brings
database, catalogues, static files and demo content up to date, and runs tasks and due jobs beside the server.
"""

import argparse
import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands

from config import env
from config.catalogues import compile_catalogues
from config.collector import share_heaps


class Command(BaseCommand):
    help = "Serves the site by daphne; with --embedded prepares it first and runs tasks and jobs too."
    # bin/test and the release run the checks; a start should not wait for them
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--embedded", action="store_true", help="the whole product in this one process")
        parser.add_argument("--prepare-only", action="store_true", help="with --embedded: prepare, but do not serve")

    def handle(self, *, embedded: bool, prepare_only: bool, **options: Any) -> None:
        share_heaps()
        try:
            if embedded:
                self.prepare()
            if not prepare_only:
                self.serve(embedded)
        except KeyboardInterrupt:
            sys.exit(130)

    # --- up to date -----------------------------------------------------------------------------------------------
    def prepare(self) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        compile_catalogues()
        if self.database_is_behind():
            with self.step("Bringing the database up to date"):
                call_command("migrate", interactive=False, verbosity=0)
        contents = static_contents()
        stamp = settings.DATA_DIR / "static-files"
        if not stamp.exists() or stamp.read_text() != contents or not settings.STATIC_ROOT.is_dir():
            with self.step("Collecting and compressing static files"):
                call_command("collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(contents)
        if settings.DEMO:
            self.load_demo()

    def database_is_behind(self) -> bool:
        from django.db import OperationalError, connection
        from django.db.migrations.executor import MigrationExecutor

        try:
            executor = MigrationExecutor(connection)
            return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        except OperationalError as problem:
            raise CommandError(f"The database does not answer: {str(problem).strip().splitlines()[0]}") from None

    def load_demo(self) -> None:
        """Once per database; `load_demo` itself may be run again without harm."""
        from django.contrib.auth import get_user_model

        stamp = settings.DATA_DIR / "demo-content"
        if "load_demo" not in get_commands() or (stamp.exists() and get_user_model().objects.exists()):
            return
        with self.step("Loading the demo content"):
            call_command("load_demo", verbosity=0)
        stamp.touch()

    @contextmanager
    def step(self, doing: str) -> Iterator[None]:
        self.stdout.write(f"{doing} …")
        self.stdout.flush()
        started = time.monotonic()
        yield
        self.stdout.write(f"  done in {time.monotonic() - started:.0f} s")
        self.stdout.flush()

    # --- serving --------------------------------------------------------------------------------------------------
    def serve(self, embedded: bool) -> None:
        from config import server

        host = env.text("HOST", "0.0.0.0" if settings.PRODUCTION else "127.0.0.1")  # noqa: S104
        port = env.number("PORT", 8000, least=1, most=65535)
        finish: Callable[[], None] | None = None
        if embedded:
            self.take_folder()
            from community.jobs.loop import run_beside

            finish = run_beside()
        try:
            served = server.serve(host, port, when_ready=self.greet)
        finally:
            if finish:
                finish()
        sys.stdout.flush()
        sys.stderr.flush()
        if not served:
            self.stderr.write(f"Cannot serve on {host}:{port}; the line above says why.")
        # Python 3.11 may crash while tearing down a reactor that had sockets open; all is stored and closed by now.
        os._exit(0 if served else 1)

    def take_folder(self) -> None:
        """One embedded site per data folder: two would not hear each other's changes. Freed when the process ends."""
        self._lock = (settings.DATA_DIR / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(f"{settings.DATA_DIR} is served by another bin/run already.") from None

    def greet(self) -> None:
        address = settings.BASE_URL
        self.stdout.write(f"\nNExTWORK is at {address}/")
        if settings.DEMO:
            self.stdout.write(f"Sign in as one of the demo people at {address}/demo/")
        if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
            self.stdout.write("Mails appear here.")
        self.stdout.write("Ctrl+C stops it.\n")
        self.stdout.flush()


def static_contents() -> str:
    """What tells whether the collected files are still right: each source file's size and time, and how we store."""
    from django.contrib.staticfiles.finders import get_finders

    files = sorted(
        (name, stat.st_size, stat.st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
        for stat in [os.stat(storage.path(name))]
    )
    return sha256(repr((settings.STORAGES["staticfiles"], files)).encode()).hexdigest()
