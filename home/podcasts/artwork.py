"""Pictures of shows and episodes, as podcast programs and shared links want them."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from PIL import Image

#: Pixels on each side.
LEAST, MOST = 1400, 3000
#: For feeds: JPEG in RGB, whatever was uploaded.
IN_FEEDS = "max-3000x3000|format-jpeg|jpegquality-85"
#: For shared links.
SHARED = "fill-1200x1200|format-jpeg|jpegquality-80"
#: For pages.
SHOWN = "fill-640x640|format-webp"


def picture_problem(picture: Any) -> str:
    """Why podcast programs would not take the picture; empty where they would."""
    if picture.width != picture.height:
        return gettext("The picture must be square.")
    if not LEAST <= picture.width <= MOST:
        return gettext("The picture must be at least 1400 and at most 3000 pixels wide.")
    with picture.open_file() as file, Image.open(file) as opened:
        if opened.mode not in ("RGB", "RGBA", "P"):
            return gettext("The picture must be in the colours of screens (RGB), not of print.")
    return ""


def artwork(picture: Any, form: str = IN_FEEDS) -> dict[str, Any]:
    """Its address, whole and for pages of ours, and its measures; the address is another one when the picture is."""
    rendition = picture.get_rendition(form)
    return {
        "url": settings.BASE_URL.rstrip("/") + rendition.url,
        "path": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": picture.description or picture.title,
    }
