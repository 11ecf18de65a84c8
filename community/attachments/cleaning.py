"""Checking and cleaning a file on the bench, from this side: started, waited for, and its refusal put into words."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext_lazy as _

import community
from community.attachments import bench

log = logging.getLogger(__name__)

#: Files on the bench at once in one process: each may take bench.MOST_MEMORY.
AT_ONCE = 2
#: Seconds to wait for a place at the bench, and for the work on it; a request lasts no longer than both.
WAIT, LIMIT = 20, 30
_places = BoundedSemaphore(AT_ONCE)
_ROOT = Path(community.__file__).resolve().parents[1]

SENTENCES = {
    "no_picture": _("We can read photos as JPEG, PNG, WebP, HEIC, AVIF and GIF. This file is something else."),
    "broken_picture": _(
        "We cannot read this photo. It may have been cut off on the way. Try once more, or take another."
    ),
    "too_many_pixels": _("This photo has more pixels than we can take (50 million). Take a smaller one."),
    "two_things": _("There is something else hidden in this photo. Take a new one, or a screenshot of it."),
    "no_voice": _("We can read recordings as WebM, Ogg, MP4, MP3 and WAV. This file is something else."),
    "broken_voice": _("We cannot read this recording. It may have been cut off on the way. Try once more."),
    "too_long": _("The recording is longer than 2 minutes. Say it in two, or shorter."),
    "no_sound": _("There is no sound in this recording. Try once more."),
    "film": _("This is a film. Here you can share photos and voice."),
    "too_heavy": _("This file takes more work than we can do. Take a smaller one."),
    "no_file": _("We can take photos and recordings. This file is something else."),
}


class UnusableFile(Exception):
    """Why the file is not taken, as a sentence for whoever sent it."""


class Busy(Exception):
    """Too many files wait at once; the same again in a moment will do."""


@dataclass(frozen=True)
class Cleaned:
    #: What goes on: by the name of the file.
    files: dict[str, bytes]
    width: int | None = None
    height: int | None = None
    #: Width and height of each size.
    sizes: dict[str, list[int]] = field(default_factory=dict)
    seconds: float | None = None
    waveform: list[int] = field(default_factory=list)


def clean(kind: str, data: bytes) -> Cleaned:
    """The file as it may be kept. Raises UnusableFile with a sentence, and Busy where there is no place."""
    made, files = on_the_bench(bench.__name__, kind, data, LIMIT)
    if refused := made.pop("refused", ""):
        raise UnusableFile(str(SENTENCES[refused]))
    return Cleaned(files=files, **made)


def on_the_bench(module: str, kind: str, data: bytes, limit: int) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What a bench (this room's, or one of another room that answers alike) says of the file, and the files it made.

    Raises UnusableFile where it ended before it could say why, and Busy where there is no place.
    """
    if not _places.acquire(timeout=WAIT):
        raise Busy
    try:
        answer = _ask(module, kind, data, limit)
    finally:
        _places.release()
    head, _line, rest = answer.partition(b"\n")
    try:
        made = json.loads(head)
    except ValueError:
        # It was ended by one of its bounds, or by what it read.
        raise UnusableFile(str(SENTENCES["too_heavy"])) from None
    files, at = {}, 0
    for name, length in made.pop("files"):
        files[name] = rest[at : at + length]
        at += length
    return made, files


def _ask(module: str, kind: str, data: bytes, limit: int) -> bytes:
    with TemporaryDirectory(prefix="nextwork-") as folder:
        try:
            done = subprocess.run(  # noqa: S603 our own module, and a word of ours
                [sys.executable, "-m", module, kind, folder],
                input=data,
                stdout=subprocess.PIPE,
                # What decoders complain of may hold names and words.
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "TMPDIR": folder, "OMP_NUM_THREADS": "1"},
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.warning("A %s was given up after %s seconds.", kind, limit)
            return b""
    if done.returncode:
        log.warning("A %s ended the bench (%s).", kind, done.returncode)
        return b""
    return done.stdout
