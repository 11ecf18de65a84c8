"""Text as a person typed it, without the characters that only break things."""

import re
import unicodedata

#: Controls but tab and newline, lone surrogates, and the marks that turn writing round.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text with plain newlines; what no keyboard makes is dropped, the rest stays as typed. Nothing but invisible
    characters is nothing."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n"))
    return text if any(_is_seen(letter) for letter in text) else ""


def _is_seen(letter: str) -> bool:
    """Whether a reader sees anything: spaces, joiners and other formatting alone are nothing said."""
    return unicodedata.category(letter)[0] not in "ZC"
