"""The bench: a process of its own in which one foreign file is opened, and which ends with it. Knows no Django.

Decoders are large and old, and files come from anywhere. Here nothing can be reached: no settings, no database, no
secret in the environment; memory, time and files are bounded before the first byte is read.

    python -m community.attachments.bench picture|voice FOLDER  <file  >answer

The answer is one line of JSON with what was made, and then the files, one after the other.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

#: Bytes of memory: a picture of 50 megapixels unpacked, twice, and the decoder around it.
MOST_MEMORY = 1536 * 1024 * 1024
#: Seconds of work.
MOST_SECONDS = 20
#: Bytes of the one file that is written.
MOST_WRITTEN = 16 * 1024 * 1024


def main(kind: str, folder: Path, source: BinaryIO, answer: BinaryIO) -> None:
    bound()
    # Only now: what is imported here opens foreign files.
    from community.attachments.pictures import Unusable

    data = source.read()
    try:
        made, files = _picture(data) if kind == "picture" else _voice(data, folder)
    except Unusable as refusal:
        made, files = {"refused": str(refusal)}, []
    except MemoryError:
        made, files = {"refused": "too_heavy"}, []
    give(answer, made, files)


def give(answer: BinaryIO, made: dict[str, Any], files: list[tuple[str, bytes]]) -> None:
    """Say what was made, and then the files themselves."""
    made["files"] = [[name, len(content)] for name, content in files]
    answer.write(json.dumps(made).encode() + b"\n")
    for _name, content in files:
        answer.write(content)


def bound(seconds: int = MOST_SECONDS, written: int = MOST_WRITTEN) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def _picture(data: bytes) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    from community.attachments.pictures import clean_picture

    sizes = clean_picture(data)
    made = {
        "width": sizes[0].width,
        "height": sizes[0].height,
        "sizes": {size.name: [size.width, size.height] for size in sizes},
    }
    return made, [(f"{size.name}.{ending}", file) for size in sizes for ending, file in size.files.items()]


def _voice(data: bytes, folder: Path) -> tuple[dict[str, Any], list[tuple[str, bytes]]]:
    from community.attachments.voice import clean_voice

    clip = clean_voice(data, folder)
    return {"seconds": clip.seconds, "waveform": clip.waveform}, [("clip.m4a", clip.data)]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)
