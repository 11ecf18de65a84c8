"""What a file of sound is, read from the file itself. Runs on the bench; knows no Django.

What editors' programs write into a file about place, machine and owner does not go out to listeners: of an MP3 the tags
are cut off, an M4A is packed anew. The sound itself is not touched.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av
from av.audio.resampler import AudioResampler
from av.filter import Graph
from av.stream import Disposition

from community.attachments.pictures import Unusable
from community.attachments.signatures import format_of

#: Four hours; what is longer is a mistake.
MOST_SECONDS = 4 * 3600
LEAST_SECONDS = 1
#: Bars of the drawn sound.
BARS = 96
#: Below this there is nothing to hear (LUFS).
SILENCE = -60.0
#: By the demuxer's name: our name, and the codecs that may be inside.
_FORMATS = {"mp3": ("mp3", ("mp3", "mp3float")), "mov": ("m4a", ("aac",))}
#: Samples in a second, for measuring only.
_RATE = 48_000


@dataclass(frozen=True)
class Measured:
    data: bytes
    format: str
    seconds: float
    #: LUFS; None for silence.
    loudness: float | None
    #: 0..100, at most BARS of them.
    waveform: list[int]


def measure(data: bytes, folder: Path) -> Measured:
    """Read the file from beginning to end. Raises Unusable."""
    form = format_of(data[:64])
    if form not in _FORMATS:
        raise Unusable("no_sound_file")
    name, codecs = _FORMATS[form]
    try:
        clean = without_tags(data) if form == "mp3" else _packed_anew(data, folder, codecs)
        with av.open(BytesIO(clean), mode="r", format=form) as source:
            seconds, loudness, waveform = _listen(source, _only_sound(source, codecs))
    except (Unusable, MemoryError):
        raise
    except Exception as error:  # whatever a hostile file makes a decoder raise
        raise Unusable("broken_sound") from error
    if seconds < LEAST_SECONDS:
        raise Unusable("too_short")
    return Measured(clean, name, seconds, loudness, waveform)


def without_tags(data: bytes) -> bytes:
    """An MP3 without the tags in front of it and behind it."""
    start, end = 0, len(data)
    while data[start : start + 3] == b"ID3" and start + 10 <= end:
        size = 0
        for byte in data[start + 6 : start + 10]:
            size = size << 7 | byte & 0x7F
        # A footer of ten bytes more, where the flag says so.
        start += 10 + size + (10 if data[start + 5] & 0x10 else 0)
    if data[end - 128 : end - 125] == b"TAG":
        end -= 128
    if data[end - 32 : end - 24] == b"APETAGEX":
        size = int.from_bytes(data[end - 20 : end - 16], "little")
        end -= size + (32 if data[end - 9] & 0x80 else 0)
    if start >= end:
        raise Unusable("broken_sound")
    return data[start:end]


def _packed_anew(data: bytes, folder: Path, codecs: tuple[str, ...]) -> bytes:
    """The same sound in a new M4A, its index in front so that it plays while it loads, and nothing about its owner."""
    target = folder / "sound.m4a"
    with av.open(BytesIO(data), mode="r", format="mov") as source:
        stream = _only_sound(source, codecs)
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        with av.open(str(target), mode="w", format="ipod", options=options) as out:
            copy = out.add_stream_from_template(stream)
            copy.metadata.clear()
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copy
                    out.mux(packet)
    return target.read_bytes()


def _only_sound(source: "av.container.InputContainer", codecs: tuple[str, ...]) -> "av.audio.stream.AudioStream":
    # A cover is no film; listeners get the picture of the page.
    if any(not film.disposition & Disposition.attached_pic for film in source.streams.video):
        raise Unusable("film")
    if len(source.streams.audio) != 1 or source.streams.audio[0].codec_context.name not in codecs:
        raise Unusable("no_sound_file")
    return source.streams.audio[0]


def _listen(
    source: "av.container.InputContainer", stream: "av.audio.stream.AudioStream"
) -> tuple[float, float | None, list[int]]:
    """Decode all of it. What the head says of the length is not asked: anybody can write any."""
    meter = Graph()
    begin = meter.add_abuffer(sample_rate=_RATE, format="s16", layout="stereo")
    ear, end = meter.add("ebur128", "metadata=1"), meter.add("abuffersink")
    begin.link_to(ear)
    ear.link_to(end)
    meter.configure()
    to_stereo = AudioResampler(format="s16", layout="stereo", rate=_RATE)
    samples, peaks, said = 0, [], {}

    def heard(frames: list) -> None:
        nonlocal samples
        for frame in frames:
            samples += frame.samples
            loud = memoryview(bytes(frame.planes[0])[: frame.samples * 4]).cast("h")
            # Each twentieth sample is enough for a drawing.
            peaks.append(max(map(abs, loud[::20]), default=0))
            frame.pts = None
            meter.push(frame)
            drain()
            if samples > MOST_SECONDS * _RATE:
                raise Unusable("too_long_sound")

    def drain() -> None:
        while True:
            try:
                said.update(meter.pull().metadata)
            except (av.BlockingIOError, av.EOFError):
                return

    for frame in source.decode(stream):
        heard(to_stereo.resample(frame))
    if samples:
        heard(to_stereo.resample(None))
    meter.push(None)
    drain()
    integrated = float(said.get("lavfi.r128.I", "-inf"))
    return samples / _RATE, round(integrated, 1) if integrated > SILENCE else None, _bars(peaks)


def _bars(peaks: list[int]) -> list[int]:
    count, loudest = min(BARS, len(peaks)), max([1, *peaks])
    return [
        min(100, round(100 * max(peaks[bar * len(peaks) // count : (bar + 1) * len(peaks) // count]) / loudest))
        for bar in range(count)
    ]
