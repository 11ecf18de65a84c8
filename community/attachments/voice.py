"""A voice clip of any browser, made into the one form that plays everywhere. Runs on the bench; knows no Django."""

from array import array
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from av.audio.resampler import AudioResampler
from av.codec.context import Flags
from av.stream import Disposition

from community.attachments.pictures import Unusable
from community.attachments.signatures import VOICES, format_of

#: 120 seconds, and one in which a thumb finds the button.
MOST_SECONDS = 121
#: Less than a breath is a slip of the thumb.
LEAST_SECONDS = 0.3
RATE = 48_000
#: Speech stays clear at this rate, and two minutes stay below 1 MB.
BIT_RATE = 64_000
#: Bars of the drawn sound, and how much of it one peak stands for while its length is not known yet.
PEAKS = 64
_STEP = RATE // 100
_CODECS = ("opus", "vorbis", "aac", "mp3", "mp3float", "alac", "flac")


@dataclass(frozen=True)
class Clip:
    data: bytes
    seconds: float
    #: 0..100, at most PEAKS of them.
    waveform: list[int]


def clean_voice(data: bytes, folder: Path) -> Clip:
    """AAC in an m4a file, mono, its index in front so that it plays while it loads. Raises Unusable.

    `folder` is where the file is written: only in a real file can the index be moved to the front.
    """
    form = format_of(data[:64])
    if form not in VOICES:
        raise Unusable("no_voice")
    target = folder / "clip.m4a"
    try:
        with av.open(BytesIO(data), mode="r", format=form) as source:
            stream = _only_voice(source)
            with av.open(
                str(target), mode="w", format="ipod", options={"movflags": "+faststart", "fflags": "+bitexact"}
            ) as out:
                samples, peaks = _copy(source, stream, out)
    except Unusable:
        raise
    except MemoryError:
        raise
    except Exception as error:  # whatever a hostile file makes a decoder raise
        raise Unusable("broken_voice") from error
    if samples < LEAST_SECONDS * RATE:
        raise Unusable("no_sound")
    return Clip(target.read_bytes(), round(samples / RATE, 1), _waveform(peaks))


def _only_voice(source: "av.container.InputContainer") -> "av.audio.stream.AudioStream":
    # A cover is no film; it stays behind like everything that is not sound.
    if any(not film.disposition & Disposition.attached_pic for film in source.streams.video):
        raise Unusable("film")
    if len(source.streams.audio) != 1:
        raise Unusable("no_voice")
    stream = source.streams.audio[0]
    name = stream.codec_context.name
    if name not in _CODECS and not name.startswith(("pcm_", "opus", "libopus", "vorbis", "aac")):
        raise Unusable("no_voice")
    return stream


def _copy(source, stream, out) -> tuple[int, list[int]]:
    """Decode, mix to one voice, encode. Gives the number of samples and a peak for each step of them.

    What the header says of the length is not asked: Chrome writes none, and anybody can write any.
    """
    voice = out.add_stream("aac", rate=RATE, bit_rate=BIT_RATE)
    voice.layout = "mono"
    voice.codec_context.flags |= Flags.bitexact
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    samples, peaks, rest = 0, [], array("h")
    for frame in _resampled(source, stream, resampler):
        heard = array("h", bytes(frame.planes[0])[: frame.samples * 2])
        rest.extend(heard)
        whole = len(rest) - len(rest) % _STEP
        for at in range(0, whole, _STEP):
            piece = rest[at : at + _STEP]
            peaks.append(max(max(piece), -min(piece)))
        del rest[:whole]
        frame.pts = samples
        frame.time_base = Fraction(1, RATE)
        samples += frame.samples
        if samples > MOST_SECONDS * RATE:
            raise Unusable("too_long")
        out.mux(voice.encode(frame))
    if rest:
        peaks.append(max(max(rest), -min(rest)))
    out.mux(voice.encode(None))
    return samples, peaks


def _resampled(source, stream, resampler):
    for frame in source.decode(stream):
        yield from resampler.resample(frame)
    try:
        yield from resampler.resample(None)
    except ValueError:
        # Nothing was ever put in.
        return


def _waveform(peaks: list[int]) -> list[int]:
    bars = min(PEAKS, len(peaks))
    loudest = max(max(peaks), 1)
    return [
        min(100, round(100 * max(peaks[bar * len(peaks) // bars : (bar + 1) * len(peaks) // bars]) / loudest))
        for bar in range(bars)
    ]
