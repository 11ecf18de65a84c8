"""The file somebody takes home: a page to read, the same for machines, and their files.

    index.html    everything in the person's language, by section
    style.css     what the page looks like
    data.json     everything, by the lasting names of the sections
    files/        photos, recordings, the portrait

Each section is a holder's (community/holders.py). Sections are written as they are read, so that no copy fills the
memory; a file that two sections name is in it once.
"""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language

from community import clock, holders
from community.holders import Entry, Holder, OwnFile
from community.people.models import Person

#: What its style is made of, among ours.
STYLES = ("community/css/tokens.css", "community/css/data-copy.css")


def write_bundle(person: Person, file: IO[bytes], step: Callable[[int], object] = lambda done: None) -> None:
    """Write the copy into the file, in the language that is active. `step` hears how many sections are done."""
    written: set[str] = set()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        page: list[tuple[Holder, str]] = []
        data: dict[str, Any] = {}
        for done, holder in enumerate(holders.in_order(), start=1):
            entries = list(_with_files(bundle, holder.entries(person), written))
            data[holder.name] = [as_data(entry, files) for entry, files in entries]
            if entries:
                section = render_to_string("community/own_data/copy/_section.html", _section(holder, entries))
                page.append((holder, section))
            step(done)
        context = {
            "person": person,
            "made_at": clock.now(),
            "sections": page,
            "empty": [holder for holder in holders.in_order() if not data[holder.name]],
            "language": get_language(),
        }
        bundle.writestr("index.html", render_to_string("community/own_data/copy/index.html", context))
        whole = {"made_at": clock.now(), "language": get_language(), "held": data}
        bundle.writestr("data.json", json.dumps(whole, ensure_ascii=False, indent=1, default=_plain))
        bundle.writestr("style.css", "\n".join(Path(str(finders.find(style))).read_text() for style in STYLES))


def _section(holder: Holder, entries: list[tuple[Entry, list[OwnFile]]]) -> dict[str, Any]:
    return {"holder": holder, "entries": [{"entry": entry, "files": files} for entry, files in entries]}


def _with_files(
    bundle: zipfile.ZipFile, entries: Iterable[Entry], written: set[str]
) -> Iterator[tuple[Entry, list[OwnFile]]]:
    """Each entry with those of its files that are in the copy."""
    for entry in entries:
        yield entry, [file for file in entry.files if file.name in written or _write(bundle, file, written)]


def _write(bundle: zipfile.ZipFile, file: OwnFile, written: set[str]) -> bool:
    try:
        source = file.open()
    except FileNotFoundError:
        return False
    # Pictures and sound are as small as they get.
    info = zipfile.ZipInfo(f"files/{file.name}", clock.now().timetuple()[:6])
    with source, bundle.open(info, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target)
    written.add(file.name)
    return True


def as_data(entry: Entry, files: list[OwnFile]) -> dict[str, Any]:
    """The entry for a machine: what it says, and what stands besides."""
    told = {"title": str(entry.title), "at": entry.at, "words": entry.words}
    described = [{"file": f"files/{file.name}", "description": file.description} for file in files]
    return (
        {name: value for name, value in told.items() if value}
        | dict(entry.data)
        | ({"files": described} if described else {})
    )


def _plain(value: Any) -> str:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    # Lazily translated texts.
    return str(value)
