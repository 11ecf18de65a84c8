"""Makes the sample recordings of the demonstration and their transcripts anew, from script.yaml.

    python -m home.demo.podcast.make

Needs espeak-ng and ffmpeg (Debian's packages of those names); neither is needed to run the site, since what they made
lies here.
"""

import subprocess
import wave
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from home.podcasts.timecodes import as_vtt_time
from home.podcasts.transcripts import broken_lines

HERE = Path(__file__).parent
#: Words a minute, and milliseconds of silence after a line.
PACE, PAUSE = 145, 450
#: How the machine must be told to say what it would spell.
SPOKEN = {"NExTWORK": "Nekst-wørk"}
#: Speech of a machine needs no more; a minute is 180 KB.
RATE, BIT_RATE = 22_050, 24


def speak(words: str, pitch: int) -> bytes:
    for written, said in SPOKEN.items():
        words = words.replace(written, said)
    command = ["espeak-ng", "-v", "da", "-s", str(PACE), "-p", str(pitch), "--stdout", words]
    spoken = subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603
    with wave.open(BytesIO(spoken)) as heard:
        # The head of what goes to a pipe does not know its length.
        return heard.readframes(2**30)


def make(number: int, told: dict[str, Any]) -> None:
    sound, cues, speaker, pitch = bytearray(), [], {"da": "", "en": ""}, 50
    for line in told["linjer"]:
        speaker, pitch = line.get("taler", speaker), line.get("stemme", pitch)
        start = len(sound) / 2 / RATE
        sound += speak(line["da"], pitch)
        cues.append((start, len(sound) / 2 / RATE, speaker, line))
        sound += bytes(2 * (RATE * PAUSE // 1000))
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "spoken.wav"
        with wave.open(str(raw), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(bytes(sound))
        command = f"ffmpeg -v error -y -i {raw} -af loudnorm=I=-16:TP=-1.5:LRA=11 -ac 1 -ar {RATE} -b:a {BIT_RATE}k"
        target = HERE / f"{number}.mp3"
        subprocess.run([*command.split(), "-map_metadata", "-1", "-id3v2_version", "0", str(target)], check=True)  # noqa: S603
    for language in ("da", "en"):
        blocks = ["WEBVTT\n"]
        for start, end, who, line in cues:
            words = "\n".join(broken_lines(line[language]))
            blocks.append(f"{as_vtt_time(start)} --> {as_vtt_time(end)}\n<v {who[language]}>{words}\n")
        (HERE / f"{number}.{language}.vtt").write_text("\n".join(blocks))


if __name__ == "__main__":
    for number, told in yaml.safe_load((HERE / "script.yaml").read_text())["afsnit"].items():
        make(number, told)
