"""Pictures and voices as phones and browsers send them, and what only looks like one. Made here, small and quick."""

import math
import struct
import zlib
from array import array
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import av
import pillow_heif
from PIL import Image

from community.attachments.models import Attachment
from community.attachments.operations import attach_to, take_whole_file
from community.people.models import Person

pillow_heif.register_heif_opener()

#: Words that stand in the metadata of the samples and must stand in no stored file.
CANARY = "Kanariefugl 55.6415N 12.0803E"
RATE = 48_000


@cache
def photo(form: str = "JPEG", size: tuple[int, int] = (400, 300), orientation: int = 1, fill: str = "") -> bytes:
    """A photo as a phone takes it: where it was, maker notes, an embedded thumbnail, a comment and a profile's words.

    Its upper half is red and its lower half blue as the camera held it, unless `fill` says otherwise.
    """
    picture = Image.new("RGB", size, fill or "#cc2222")
    if not fill:
        picture.paste("#2222cc", (0, size[1] // 2, *size))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = exif[0x0110] = exif[0x9286] = CANARY
    exif.get_ifd(0x8769)[0x927C] = b"MakerNote " + CANARY.encode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (55.0, 38.0, 29.0)
    gps[3], gps[4] = "E", (12.0, 4.0, 49.0)
    gps[0x1B] = CANARY.encode()
    # The embedded thumbnail that phones write, behind the directories of the EXIF block.
    block = exif.tobytes() + _small_picture()
    out = BytesIO()
    more = {"comment": CANARY.encode()} if form in ("JPEG", "GIF") else {}
    if form in ("JPEG", "PNG", "WEBP"):
        more["xmp"] = f"<x:xmpmeta><rdf>{CANARY}</rdf></x:xmpmeta>".encode()
    picture.save(out, form, **({"exif": block} if form != "GIF" else {}), **more)
    return out.getvalue()


@cache
def _small_picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (32, 24), "#00ff00").save(out, "JPEG")
    return out.getvalue()


def huge_png(width: int = 13_000, height: int = 13_000) -> bytes:
    """169 megapixels in a few hundred kilobytes: what a header says, with rows that are all the same."""
    deflate = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(deflate.compress(row) for _row in range(height)) + deflate.flush()

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


#: Container and codec of each browser's recorder, and two more that phones write.
BROWSERS = {
    "Chrome": ("webm", "libopus"),
    "Firefox": ("ogg", "libopus"),
    "Safari": ("mp4", "aac"),
    "a recorder": ("mp3", "libmp3lame"),
    "a dictaphone": ("wav", "pcm_s16le"),
}


@cache
def voice(browser: str = "Chrome", seconds: float = 3.0, channels: str = "mono") -> bytes:
    """A tone that grows louder, as that browser records it. Chrome's says nothing of its length in its header."""
    form, codec = BROWSERS[browser]
    out = _Unseekable() if browser == "Chrome" else BytesIO()
    with av.open(out, "w", format=form) as container:
        container.metadata.update({"title": CANARY, "comment": CANARY})
        stream = container.add_stream(codec, rate=RATE)
        stream.layout = channels
        total, step = int(seconds * RATE), 960
        for at in range(0, total, step):
            container.mux(stream.encode(_frame(at, min(step, total - at), total, channels)))
        container.mux(stream.encode(None))
    return out.getvalue()


class _Unseekable(BytesIO):
    """A live stream: nobody goes back to write the length into the header."""

    def seekable(self) -> bool:
        return False

    seek = None  # type: ignore[assignment]


def _frame(at: int, length: int, total: int, channels: str) -> av.AudioFrame:
    width = 2 if channels == "stereo" else 1
    tone = array("h")
    for number in range(at, at + length):
        tone.extend([int(20_000 * number / total * math.sin(2 * math.pi * 440 * number / RATE))] * width)
    frame = av.AudioFrame(format="s16", layout=channels, samples=length)
    frame.planes[0].update(tone.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame


@cache
def film() -> bytes:
    """A second of moving pictures, as a phone films."""
    out = BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _number in range(10):
            container.mux(stream.encode(av.VideoFrame.from_image(Image.new("RGB", (64, 64), "#123456"))))
        container.mux(stream.encode(None))
    return out.getvalue()


def archive() -> bytes:
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    return out.getvalue()


HTML = b"<!doctype html><html><script>alert(document.cookie)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def script_in_a_gif() -> bytes:
    """A picture to one reader and a program to another: GIF89a/*…*/=1;alert(1)."""
    gif = bytearray(photo("GIF", (64, 48)))
    gif[6:8] = b"/*"
    return bytes(gif) + b"*/=1;alert(1)"


def taken(actor: Person, data: bytes) -> Attachment:
    """The file, uploaded, checked and ready; it hangs on nothing."""
    return take_whole_file(actor=actor, file=BytesIO(data), size=len(data))


def hung_photo(actor: Person, thing: Any) -> Attachment:
    """A photo that hangs on the thing."""
    return attach_to(thing=thing, uuids=[taken(actor, photo()).uuid], actor=actor)[0]
