"""Text as a person typed it, without the characters that only break things."""

import re
import unicodedata

#: Controls but tab and newline, lone surrogates, and the marks that turn writing round.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


#: Marks above and below a letter; more than four on one would draw over the lines of others.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(f"({_MARK}{{4}}){_MARK}+")
#: Letters by name that nobody sees: fillers of Hangul, and the Braille cell without a dot.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800"


def clean(text: str) -> str:
    """The text with plain newlines; what no keyboard makes is dropped, the rest stays as typed. Nothing but invisible
    characters is nothing."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _PILED.sub(r"\1", text)
    return text if any(_is_seen(letter) for letter in text) else ""


def _is_seen(letter: str) -> bool:
    """Whether a reader sees anything: spaces, joiners and other formatting alone are nothing said."""
    return unicodedata.category(letter)[0] not in "ZC" and letter not in _BLANK


def shorten(text: str, limit: int) -> str:
    """The text in at most so many characters, with "…" where it was cut. Counted as columns count: marks above and
    below letters, which Django's Truncator passes over, are characters too."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
