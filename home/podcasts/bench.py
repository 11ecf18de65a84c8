"""The bench for sounds: like that of members' files, with room and time for hours of speech. Knows no Django.

python -m home.podcasts.bench sound FOLDER  <file  >answer
"""

import sys
from pathlib import Path
from typing import Any, BinaryIO

from community.attachments.bench import bound, give

#: Seconds of work: four hours of speech on a slow machine.
MOST_WORK = 240
#: Bytes of the one file that is written.
MOST_WRITTEN = 400 * 1024 * 1024


def main(folder: Path, source: BinaryIO, answer: BinaryIO) -> None:
    bound(MOST_WORK, MOST_WRITTEN)
    # Only now: what is imported here opens foreign files.
    from community.attachments.pictures import Unusable
    from home.podcasts.measuring import measure

    try:
        sound = measure(source.read(), folder)
    except Unusable as refusal:
        give(answer, {"refused": str(refusal)}, [])
    except MemoryError:
        give(answer, {"refused": "too_heavy"}, [])
    else:
        made: dict[str, Any] = {
            "format": sound.format,
            "seconds": sound.seconds,
            "loudness": sound.loudness,
            "waveform": sound.waveform,
        }
        give(answer, made, [("sound", sound.data)])


if __name__ == "__main__":
    main(Path(sys.argv[2]), sys.stdin.buffer, sys.stdout.buffer)
