"""What stands behind the end of a picture. A file that is a picture in front and something else behind is refused.

What we keep is painted anew and carries nothing of the file. Refusing says so to whoever tries; phones that put a film
or a second picture behind the first (motion photos, depth maps) are no such case. Knows no Django.
"""

#: What no camera writes behind a picture. Long enough not to stand in a film by chance.
_FOREIGN = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg ", b"<iframe", b"%pdf-", b"\x7felf\x02\x01\x01")
#: An archive is found from its end: the record stands in the last 64 KB and 22 bytes.
_ARCHIVE_END, _ARCHIVE_REACH = b"PK\x05\x06", 65_535 + 22
#: What a HEIC or AVIF file is made of, films of motion photos included.
_BOXES = (b"ftyp", b"meta", b"mdat", b"free", b"skip", b"wide", b"uuid", b"idat", b"moov", b"moof", b"mpvd", b"sefd")
_ARCHIVE_BEGINNINGS = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def has_foreign_tail(data: bytes, form: str) -> bool:
    """Whether something foreign hangs behind the picture."""
    end = {"JPEG": _end_of_jpeg, "PNG": _end_of_png, "GIF": _end_of_gif, "WEBP": _end_of_riff}.get(form, _end_of_boxes)
    try:
        tail = data[end(data) :]
    except (IndexError, ValueError):
        # It ends before its end: the decoder will say so.
        return False
    if form == "GIF":
        # Here even a few characters make a script of it ("GIF89a/*…*/").
        return bool(tail.strip(b"\0"))
    low = tail.lower()
    return (
        any(mark in low for mark in _FOREIGN)
        or tail.lstrip(b"\0\r\n ").startswith(_ARCHIVE_BEGINNINGS)
        or _ARCHIVE_END in tail[-_ARCHIVE_REACH:]
    )


def _end_of_jpeg(data: bytes) -> int:
    at = 2
    while True:
        at = data.index(b"\xff", at)
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:  # filling
            at += 1
        elif marker == 0 or marker == 1 or 0xD0 <= marker <= 0xD8:  # data, or markers without a length
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def _end_of_png(data: bytes) -> int:
    at = 8
    while True:
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + length
        if len(name) < 4 or at > len(data):
            raise ValueError
        if name == b"IEND":
            return at


def _end_of_gif(data: bytes) -> int:
    at = 13 + _colours(data[10])
    while True:
        block = data[at]
        if block == 0x3B:
            return at + 1
        if block == 0x21:
            at = _past_blocks(data, at + 2)
        elif block == 0x2C:
            at = _past_blocks(data, at + 11 + _colours(data[at + 9]))
        else:
            raise ValueError


def _colours(flags: int) -> int:
    """Bytes of the table of colours that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _past_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _end_of_riff(data: bytes) -> int:
    length = int.from_bytes(data[4:8], "little")
    return 8 + length + length % 2


def _end_of_boxes(data: bytes) -> int:
    """HEIC and AVIF: the last of the boxes that such files are made of."""
    at = 0
    while at + 8 <= len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length == 0:  # as far as the file goes
            return len(data)
        if name not in _BOXES or not 8 <= length <= len(data) - at:
            break
        at += length
    return at
