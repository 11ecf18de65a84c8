"""What is kept longer than its period now, and erasing it."""

import argparse
from typing import Any

from django.core.management import BaseCommand

from community.jobs import jobs
from community.retention import periods

#: Rounds of a job, each of which erases some, before it is left to the worker.
MOST_ROUNDS = 1000


class Command(BaseCommand):
    help = "Tells how much is over its time, and erases it; with --dry-run it only tells. The worker does it by itself."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tell, and change nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        over = 0
        for period in periods():
            due = period.due()
            over += due
            kept = f"{period.kept_for.days} days" if period.kept_for.days else f"{period.kept_for}"
            every = jobs[period.job].every
            self.stdout.write(f"{due:>8}  {period.what} (kept {kept}; {period.job}, every {every})")
            if due and not dry_run:
                for _round in range(MOST_ROUNDS):
                    period.run()
                    if not period.due():
                        break
        self.stdout.write(f"{over:>8}  in all" + (", and nothing was changed" if dry_run else ", erased"))
