"""The pictures of shared links, drawn by ourselves: a few words on paper, in the colours and letters of the site."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
#: Another number when the drawing changes: pictures of pages are kept for ever under an address that holds it.
DRAWN = 1
_EDGE = 90
#: Pictures that a process holds, about 25 kB each.
_HELD = 100
#: Letters that fit at the smallest size.
LONGEST = 260
_HEAD, _TEXT = "piazzolla-latin-wght-normal.woff2", "atkinson-hyperlegible-next-latin-wght-normal.woff2"
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")


@lru_cache(maxsize=1)
def _tokens() -> dict[str, str]:
    """The colours of tokens.css by day."""
    colours: dict[str, str] = {}
    for name, colour in _TOKEN.findall(Path(_found("css/tokens.css")).read_text()):
        # By day first; the same names stand again for the night.
        colours.setdefault(name, colour)
    return colours


def _found(name: str) -> str:
    path = finders.find(f"community/{name}")
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return path


@lru_cache(maxsize=20)
def _font(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_found(f"fonts/{file}"), size)
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=_HELD)
def draw_card(*, above: str, words: str) -> bytes:
    """A PNG of 1200 by 630: a line above, the words (LONGEST letters at most) as large as they fit, and whose site.

    Drawing takes a third of a second, so a process holds the latest; by what stands on them, so that other words or
    another name are another picture. In its own memory and nowhere else, as pages are: nothing of a voice is left on
    a disk or in Redis. Whether one may be sent is asked before, each time.
    """
    colour = _tokens()
    picture = Image.new("RGB", SIZE, colour["paper"])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=colour["green"])
    for size in (76, 62, 54, 46, 40):
        font = _font(_HEAD, size, 600)
        lines = _wrapped(words, font, SIZE[0] - 2 * _EDGE)
        if len(lines) * size * 1.28 <= 370 and max(map(font.getlength, lines)) <= SIZE[0] - _EDGE:
            break
    draw.text((_EDGE, 62), above, font=_font(_TEXT, 32, 700), fill=colour["clay"])
    for number, line in enumerate(lines):
        draw.text((_EDGE, 128 + number * size * 1.28), line, font=font, fill=colour["ink"])
    draw.text((_EDGE, SIZE[1] - 88), "NExTWORK", font=_font(_TEXT, 32, 700), fill=colour["ink-2"])
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _wrapped(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
