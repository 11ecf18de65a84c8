"""A picture, checked by its content and painted anew in three sizes. Runs on the bench (bench.py); knows no Django."""

import warnings
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image

from community.attachments.signatures import PICTURES, format_of
from community.attachments.tails import has_foreign_tail
from community.repainting import repainted

#: What fits into memory unpacked (200 MB at four bytes), and what today's phones take at most.
MOST_PIXELS = 50_000_000
#: Longest side of each size: in a grid, on a page of a phone, alone on a large screen.
SIDES = {"full": 2048, "page": 960, "thumb": 320}
#: Qualities that look alike. AVIF at speed 8 costs less than WebP (0.3 s against 0.3 s at 2048 px on one core).
FORMATS = {"webp": {"quality": 80, "method": 4}, "avif": {"quality": 60, "speed": 8}}

pillow_heif.register_heif_opener(thumbnails=False)


class Unusable(Exception):
    """Why a file is refused: the name of a sentence (cleaning.py)."""


@dataclass(frozen=True)
class Sized:
    """One stored size of a picture."""

    name: str
    width: int
    height: int
    #: By the ending of the file's name.
    files: dict[str, bytes]


def clean_picture(data: bytes) -> list[Sized]:
    """The sizes, largest first. Raises Unusable."""
    form = format_of(data[:64])
    if form not in PICTURES:
        raise Unusable("no_picture")
    if has_foreign_tail(data, form):
        raise Unusable("two_things")
    try:
        with warnings.catch_warnings():
            # Pillow only warns of pictures that would fill the memory.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[form]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unusable("too_many_pixels")
                return _sizes(picture)
    except Unusable:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise Unusable("too_many_pixels") from bomb
    except MemoryError:
        raise
    except Exception as error:  # whatever a hostile file makes a decoder raise
        raise Unusable("broken_picture") from error


def _sizes(picture: Image.Image) -> list[Sized]:
    largest = SIDES["full"]
    # Lets the decoder of large photos work near the size that is needed; of a moving picture the first is taken.
    picture.draft("RGB", (largest, largest))
    picture.seek(0)
    if picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        picture.thumbnail((largest, largest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    sheet = repainted(picture)
    sizes = []
    for name, side in SIDES.items():
        # Each from the one before: a small size costs next to nothing then.
        sheet.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        sizes.append(Sized(name, sheet.width, sheet.height, {ending: _encoded(sheet, ending) for ending in FORMATS}))
    return sizes


def _encoded(sheet: Image.Image, ending: str) -> bytes:
    out = BytesIO()
    sheet.save(out, ending.upper(), **FORMATS[ending])
    return out.getvalue()
