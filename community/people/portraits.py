"""A picture becomes a portrait: checked by its content, turned upright, made small, and nothing of the file kept."""

import warnings
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from community.repainting import repainted

LARGEST_FILE = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 512
_FORMATS = ("JPEG", "PNG", "WEBP")


class UnusablePicture(Exception):
    """Why the file cannot become a portrait, as a sentence."""


def clean_portrait(file: IO[bytes]) -> bytes:
    """WebP, 512 px square, without metadata. Raises UnusablePicture with a sentence for the person."""
    size = getattr(file, "size", None)
    if size is None or size > LARGEST_FILE:
        raise UnusablePicture(_("The picture is larger than 8 MB. Take a smaller one."))
    try:
        with warnings.catch_warnings():
            # Pillow only warns of pictures that would fill the memory.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=_FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UnusablePicture(_("The picture has too many pixels. Take a smaller one."))
                # Lets the decoder of large photos work at the size that is needed.
                picture.draft("RGB", (SIDE * 2, SIDE * 2))
                return _encode(picture)
    except UnusablePicture:
        raise
    except Exception as error:  # whatever a hostile file makes the decoder raise
        raise UnusablePicture(_("We cannot read that file. Take a JPEG, PNG or WebP picture.")) from error


def _encode(picture: Image.Image) -> bytes:
    clean = ImageOps.fit(repainted(picture), (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
