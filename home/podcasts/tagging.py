"""The tag in front of an MP3: title, show, language and chapters (ID3v2.3 with its chapter addendum). Knows no Django.

Written by hand: it is three kinds of frames, and programs show chapters in the order in which they stand in the file.
"""

from dataclasses import dataclass

_LANGUAGES = {"da": b"dan", "en": b"eng"}
#: No byte offset: players look for the time.
_BY_TIME = b"\xff\xff\xff\xff"
#: More does not fit into the table of contents.
MOST_CHAPTERS = 255


@dataclass(frozen=True)
class TaggedChapter:
    start: int
    title: str


def tag(*, title: str, show: str, language: str, seconds: float, chapters: list[TaggedChapter]) -> bytes:
    """The same for the same words, byte for byte."""
    frames = _text(b"TIT2", title) + _text(b"TALB", show) + _text(b"TPE1", show)
    frames += _frame(b"TLAN", b"\x00" + _LANGUAGES.get(language, b"und"))
    ordered = sorted(chapters, key=lambda chapter: chapter.start)[:MOST_CHAPTERS]
    if ordered:
        names = [b"c%d\x00" % number for number in range(len(ordered))]
        # Top level, and in order.
        frames += _frame(b"CTOC", b"toc\x00\x03" + bytes([len(names)]) + b"".join(names))
        ends = [chapter.start * 1000 for chapter in ordered[1:]] + [round(seconds * 1000)]
        for name, chapter, end in zip(names, ordered, ends, strict=True):
            times = (chapter.start * 1000).to_bytes(4, "big") + end.to_bytes(4, "big")
            frames += _frame(b"CHAP", name + times + _BY_TIME * 2 + _text(b"TIT2", chapter.title))
    return b"ID3\x03\x00\x00" + _sync_safe(len(frames)) + frames


def _text(name: bytes, words: str) -> bytes:
    return _frame(name, b"\x01" + words.encode("utf-16") + b"\x00\x00") if words else b""


def _frame(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "big") + b"\x00\x00" + content


def _sync_safe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
