"""Put a backup back into an empty site, and erase again what was erased since."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from community import ledger
from community.backups.archives import check_migrations, read_manifest, restore_backup, waits_for_migrations
from community.backups.databases import BackupFault


class Command(BaseCommand):
    help = (
        "Puts a backup back into an empty database and empty folders, compares every table and file, and erases again"
    )
    help += " what was erased since."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--ledger", type=Path, help="the ledger of erasures of the site that was, if it is at hand")

    def handle(self, *, archive: Path, ledger: Path | None, **options: Any) -> None:
        try:
            if unknown := check_migrations(read_manifest(archive)):
                raise CommandError(f"{unknown[0]} is unknown here: install the release that the backup was made with.")
            manifest = restore_backup(archive)
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        rows = sum(many for many, _total in manifest["tables"].values())
        files = [name for name in manifest["files"] if "/" in name]
        self.stdout.write(
            f"{archive.name} of {manifest['made_at']}: {len(manifest['tables'])} tables with {rows:,} rows and"
            f" {len(files):,} files are as they were."
        )
        if ledger is not None:
            join(ledger, self.stdout.write)
        if waits_for_migrations():
            self.stdout.write("Next: manage.py migrate, then manage.py replay_erasures before anybody is let in.")
        else:
            call_command("replay_erasures", stdout=self.stdout)


def join(other: Path, say: Any) -> None:
    """Let our ledger know what another does."""
    if not other.exists():
        raise CommandError(f"{other} is not there.")
    say(f"{ledger.join(other)} lines of {other} are new here")
