"""Write the records of processing and the draft of the impact assessment anew from the data map."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from community.own_data.data_map import every_field, every_table, the_map
from community.own_data.papers import PAPERS, paper

DOCS = Path(__file__).resolve().parents[3] / "docs"


def lacking() -> list[str]:
    """Fields without a row, and rows without a field."""
    tables, elsewhere = the_map().tables, the_map().of_one_database
    found = {model._meta.label: every_field(model) for model in every_table()}
    without = [f"{table}.{field} has no row" for table in found for field in found[table] - {*tables.get(table, ())}]
    here = [table for table in tables if table not in elsewhere]
    beyond = [
        f"{table}.{field} is no field" for table in here for field in tables[table].keys() - found.get(table, set())
    ]
    return sorted(without + beyond)


class Command(BaseCommand):
    help = "Writes docs/records-of-processing.md and docs/dpia.md from the data map; with --check it only looks."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if they are out of date")

    def handle(self, *, check: bool, **options: Any) -> None:
        if faults := lacking():
            raise CommandError("The data map is not whole:\n" + "\n".join(faults))
        for name in PAPERS:
            file, text = DOCS / name, paper(the_map(), name)
            if not check:
                file.write_text(text)
            elif not file.exists() or file.read_text() != text:
                raise CommandError(f"docs/{name} is out of date: run manage.py data_map.")
        self.stdout.write("docs/ and the data map agree.")
