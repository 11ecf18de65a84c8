"""A picture painted anew: only its pixels go on, upright and in the colours of the web. Knows no Django."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

#: What shows through where a picture is transparent: the paper of tokens.css.
PAPER = "#faf5e9"


def repainted(picture: Image.Image) -> Image.Image:
    """The picture on a new sheet, turned as its camera was held. No text, profile or thumbnail travels along."""
    upright = _in_web_colours(ImageOps.exif_transpose(picture))
    if upright.mode not in ("RGB", "L"):
        upright = _eight_bits(upright).convert("RGBA")
    sheet = Image.new("RGB", upright.size, PAPER)
    sheet.paste(upright, mask=upright if upright.mode == "RGBA" else None)
    return sheet


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits has no straight way to colours."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture


def _in_web_colours(picture: Image.Image) -> Image.Image:
    """Phones photograph in wider colours, which look dull once the profile that names them is gone."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK"):
        return picture
    try:
        changed = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB" if picture.mode == "CMYK" else picture.mode,
        )
    except (ImageCms.PyCMSError, OSError):
        # A profile that is broken or of another kind of picture is passed over.
        return picture
    return changed or picture
