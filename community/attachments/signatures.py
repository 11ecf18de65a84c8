"""What a file is, by its own first bytes. Names and types that somebody typed are not asked. Knows no Django.

A short list of what is let in, so that no decoder is ever tried on anything else.
"""

PICTURE, VOICE = "picture", "voice"

#: Pillow's names for them.
PICTURES = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF")
#: FFmpeg's names for them: the demuxer is named, and never guessed.
VOICES = ("matroska", "ogg", "mov", "mp3", "wav")

_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_AUDIO_BRANDS = (
    b"M4A ",
    b"M4B ",
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"dash",
    b"3gp4",
    b"3gp5",
)


def format_of(head: bytes) -> str:
    """One of PICTURES or VOICES; empty for whatever is not let in."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "WEBP", b"WAVE": "wav"}.get(head[8:12], "")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp":
        return _format_of_boxes(head)
    # MPEG audio: a tag, or the sync bits of a frame of layer III.
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "mp3"
    return ""


def _format_of_boxes(head: bytes) -> str:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    # The major brand first; what a file is "compatible with" decides only where that says nothing.
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))]
    for brand in brands:
        if brand in _AVIF_BRANDS:
            return "AVIF"
        if brand in _HEIF_BRANDS:
            return "AVIF" if b"avif" in brands else "HEIF"
        if brand in _AUDIO_BRANDS:
            return "mov"
    return ""


def kind_of(head: bytes) -> str:
    """Whether the file is a picture or a voice clip; empty for neither."""
    name = format_of(head)
    return PICTURE if name in PICTURES else VOICE if name in VOICES else ""
