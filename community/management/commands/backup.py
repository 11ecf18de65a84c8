"""Write a backup while the site runs."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from community.audit.models import Reason
from community.audit.operations import enter
from community.backups.archives import forget_older, write_backup
from community.backups.databases import BackupFault
from community.backups.entered import BACKUP_MADE


class Command(BaseCommand):
    help = "Writes database and files into one file that vouches for each of them. The site may run meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder; as a rule BACKUP_DIR")
        parser.add_argument("--keep", type=int, default=0, help="delete all but the newest so many afterwards")

    def handle(self, *, to: Path | None, keep: int, **options: Any) -> None:
        folder = to or settings.BACKUP_DIR
        # Before the copy is made, so that the copy too says that it was.
        with transaction.atomic():
            enter(actor=None, verb=BACKUP_MADE.name, subject=None, reason=Reason.UPKEEP)
        try:
            made = write_backup(folder)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{made} ({made.stat().st_size:,} bytes)")
        for gone in forget_older(folder, keep):
            self.stdout.write(f"{gone.name} is deleted")
