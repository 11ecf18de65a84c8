"""Erase again what a restored database holds though it was erased before."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand

from community.management.commands.restore import join
from community.own_data.leaving import finish_what_was_begun
from community.own_data.replaying import replay


class Command(BaseCommand):
    help = "Erases again, by the ledger beside the database, what a restored one holds. Twice is once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--ledger", type=Path, help="join this ledger, such as the old machine's, with ours first")

    def handle(self, *, ledger: Path | None, **options: Any) -> None:
        if ledger is not None:
            join(ledger, self.stdout.write)
        finish_what_was_begun()
        for what, many in sorted(replay().items()):
            self.stdout.write(f"{what}: {many} erased again")
        self.stdout.write("What the ledger holds is erased.")
