"""Bring the Danish catalogues up to date with the texts in code and templates, without gettext on the machine."""

import argparse
import sys
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract
from django.core.management import BaseCommand
from django.utils.translation.template import templatize

from config.catalogues import APPS, LANGUAGE, ROOT, catalogue_of, compile_catalogues

#: Function -> which arguments are singular, plural and context, in Babel's form.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: (context, singular, plural)
Text = tuple[str | None, str, str | None]


def texts_of(file: Path) -> set[Text]:
    """Every translatable text of one file."""
    source = file.read_text()
    if file.suffix != ".py":
        # Turns template tags into Python calls, as Django's own makemessages does.
        source = templatize(source, origin=str(file))
        # The tokenizer minds the markup's indentation.
        source = "\n".join(line.lstrip() for line in source.splitlines())
    found: set[Text] = set()
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        singular, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
        if singular:
            found.add((context, singular, plural))
    return found


def texts_of_app(app: str) -> set[Text]:
    """The app's own texts; tests, migrations and text files with other endings hold none."""
    found: set[Text] = set()
    for file in sorted((ROOT / app).rglob("*")):
        if file.suffix in (".py", ".html", ".txt") and not {"migrations", "static", "__pycache__"} & set(file.parts):
            if file.suffix == ".txt" and "templates" not in file.parts:
                continue
            found |= texts_of(file)
    return found


def order(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgid, entry.msgctxt or ""


def updated(app: str) -> polib.POFile:
    """The app's catalogue with every text of its code, the known translations kept, and nothing else."""
    path = catalogue_of(app)
    known: dict[tuple[str | None, str], polib.POEntry]
    known = {(e.msgctxt, e.msgid): e for e in (polib.pofile(str(path)) if path.exists() else []) if not e.obsolete}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    plurals: dict[tuple[str | None, str], str | None] = {}
    for context, singular, plural in texts_of_app(app):
        plurals[context, singular] = plurals.get((context, singular)) or plural
    for (context, singular), plural in plurals.items():
        before = known.get((context, singular))
        entry = polib.POEntry(msgctxt=context, msgid=singular, msgid_plural=plural or "")
        if before:
            entry.tcomment, entry.flags = before.tcomment, list(before.flags)
        # Babel marks nothing; Python's %-formats are checked by the test of the catalogue.
        if plural:
            entry.msgstr_plural = dict(before.msgstr_plural) if before else {}
            entry.msgstr_plural = {n: entry.msgstr_plural.get(n, "") for n in (0, 1)}
        else:
            entry.msgstr = before.msgstr if before else ""
        catalogue.append(entry)
    catalogue.sort(key=order)
    return catalogue


def faults() -> dict[str, list[str]]:
    """Per app: texts that the catalogue lacks or leaves without a sound translation."""
    found: dict[str, list[str]] = defaultdict(list)
    for app in APPS:
        for entry in updated(app):
            if entry.fuzzy:
                found[app].append(f"fuzzy: {entry.msgid}")
            elif not entry.translated():
                found[app].append(f"untranslated: {entry.msgid}")
    return found


class Command(BaseCommand):
    help = "Extracts texts into the Danish catalogues and compiles them."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--compile", action="store_true", help="only compile what is out of date")
        only.add_argument("--check", action="store_true", help="change nothing; exit with 1 if a text lacks its Danish")

    def handle(self, **options: Any) -> None:
        if options["check"]:
            lacking = faults()
            for app, lines in lacking.items():
                for line in lines:
                    self.stderr.write(f"{app}: {line}")
            sys.exit(1 if lacking else 0)
        if not options["compile"]:
            self.write_catalogues()
        compile_catalogues()

    def write_catalogues(self) -> None:
        for app in APPS:
            catalogue, path = updated(app), catalogue_of(app)
            if not catalogue and not path.exists():
                continue
            text = str(catalogue).rstrip() + "\n"
            if not path.exists() or path.read_text() != text:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            without = [e for e in catalogue if not e.translated() or e.fuzzy]
            self.stdout.write(f"{app}: {len(catalogue)} texts, {len(without)} without Danish")
