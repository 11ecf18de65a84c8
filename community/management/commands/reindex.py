"""Index everything again, batch by batch, while the site runs."""

import argparse
from typing import Any

from django.core.management import BaseCommand

from community.search.operations import reindex


class Command(BaseCommand):
    help = "Indexes everything that can be found again; with --missing only what the index lacks."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only what the index lacks")

    def handle(self, *, missing: bool, **options: Any) -> None:
        self.stdout.write(f"{reindex(self.stdout.write, missing_only=missing)} things indexed")
