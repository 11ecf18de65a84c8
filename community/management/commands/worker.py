"""The Procfile's worker: queued tasks and due jobs, until SIGINT or SIGTERM, finishing the task at hand."""

import signal
import threading
from typing import Any

from django.core.management import BaseCommand

from community.jobs import loop


class Command(BaseCommand):
    help = "Runs queued tasks and due jobs."

    def handle(self, **options: Any) -> None:
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *received: stopping.set())
        self.stdout.write("The worker waits for tasks and jobs.")
        self.stdout.flush()
        loop.work_until(stopping)
