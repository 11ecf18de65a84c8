"""Makes the sounds of the demonstration's clips: a machine reads each quotation aloud.

    python home/demo/voices/make.py

Needs espeak-ng and ffmpeg of the system; nothing else of the house does. The quotations are the demo file's own, word
for word, and so are their translations, which stand at the times of what they translate. Writes one small m4a for each,
and clips.yaml with lengths, drawn sounds and transcripts in both languages.
"""

import re
import subprocess
import tempfile
import wave
from array import array
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


#: Seconds of silence between two sentences, and where words were left out.
BREATH, GAP = 0.45, 0.9
PEAKS = 64
SPEAKERS = {"unge": ("da+f3", "da+m3", "da+f5"), "ansatte": ("da+m7", "da+f2"), "virksomheder": ("da+m1", "da+f4")}


def spoken(text: str, voice: str, folder: Path) -> tuple[int, array]:
    file = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", str(file), text], check=True)  # noqa: S603, S607
    with wave.open(str(file)) as sound:
        return sound.getframerate(), array("h", sound.readframes(sound.getnframes()))


def parts_of(quote: str) -> list[str]:
    """Sentences, and what stands on either side of words that were left out."""
    return [
        part.strip() for piece in quote.split("(...)") for part in re.split(r"(?<=[.!?])\s+", piece) if part.strip()
    ]


def translated(cues: list[list], english: str) -> list[list]:
    """The English words at the times of the Danish ones, part by part."""
    return [[begins, ends, words] for (begins, ends, _danish), words in zip(cues, parts_of(english), strict=True)]


def make(name: str, quote: str, english: str, voice: str) -> dict:
    samples, cues, rate = array("h"), [], 22050
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        for number, part in enumerate(parts_of(quote)):
            if number:
                pause = GAP if f"(...) {part}" in quote else BREATH
                samples.extend([0] * int(pause * rate))
            rate, said = spoken(part, voice, folder)
            begins = len(samples) / rate
            samples.extend(said)
            cues.append([round(begins, 2), round(len(samples) / rate, 2), part])
        with wave.open(str(folder / "all.wav"), "w") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(rate)
            out.writeframes(samples.tobytes())
        target = HERE / f"{name}.m4a"
        command = ["ffmpeg", "-loglevel", "error", "-y", "-i", str(folder / "all.wav"), "-af", "loudnorm=I=-17:TP=-2"]
        command += ["-ar", "24000", "-c:a", "aac", "-b:a", "32k", "-movflags", "+faststart", "-fflags", "+bitexact"]
        command += ["-flags:a", "+bitexact", "-map_metadata", "-1", str(target)]
        subprocess.run(command, check=True)  # noqa: S603
    bars = [
        max(abs(s) for s in samples[n * len(samples) // PEAKS : (n + 1) * len(samples) // PEAKS]) for n in range(PEAKS)
    ]
    return {
        "seconds": round(len(samples) / rate, 1),
        "waveform": [round(100 * bar / max(bars)) for bar in bars],
        "cues": cues,
        "cues_en": translated(cues, english),
    }


if __name__ == "__main__":
    told = yaml.safe_load((ROOT / "home/demo/demo_content.yaml").read_text())["fortaellinger"]
    more = yaml.safe_load((ROOT / "home/demo/public_pages.yaml").read_text())["en"]["fortællinger"]["citater"]
    made = {
        story["id"]: make(story["id"], story["citat"], more[story["id"]]["citat"], SPEAKERS[group][number])
        for group in SPEAKERS
        for number, story in enumerate(told[group])
    }
    head = "# Written by make.py: lengths, drawn sounds and what is said when, of the machine-read clips.\n"
    (HERE / "clips.yaml").write_text(head + yaml.safe_dump(made, allow_unicode=True, width=160))
