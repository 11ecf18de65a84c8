"""Codes for paper: the clip's own short address and nothing else, dark on white, with the quiet zone around it."""

from io import BytesIO, StringIO

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from home.testimonials.telling import clip_url

#: Modules of white around the code, without which phones do not find it.
QUIET = 4
#: Millimetres of the whole with its quiet zone; smaller ones are hard to scan.
WIDTH_MM = 28.0
_POINTS_PER_MM = 72 / 25.4
_PRINTED_DPI = 600
CONTENT_TYPES = {
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "eps": "application/postscript",
    "png": "image/png",
}


def address_of(code: str) -> str:
    """What stands in the code, and in letters beside it. The Danish page, whichever language the paper speaks: it
    leads on to the other one."""
    return settings.BASE_URL.rstrip("/") + clip_url(code, "da")


def code_of(code: str) -> segno.QRCode:
    """Level Q reads on through a crease or a stain of 6 %."""
    return segno.make(address_of(code), error="q", micro=False, boost_error=False)


def drawn(code: str, form: str) -> bytes:
    """The code as a file for a printer."""
    made, out = code_of(code), BytesIO()
    modules = made.symbol_size(border=QUIET)[0]
    if form == "png":
        made.save(
            out, kind="png", border=QUIET, scale=round(WIDTH_MM / 25.4 * _PRINTED_DPI / modules), dpi=_PRINTED_DPI
        )
    elif form == "svg":
        made.save(
            out, kind="svg", border=QUIET, scale=WIDTH_MM / modules, unit="mm", title=address_of(code), light="white"
        )
    elif form == "pdf":
        made.save(out, kind="pdf", border=QUIET, scale=WIDTH_MM * _POINTS_PER_MM / modules, light="white")
    else:
        lines = StringIO()
        made.save(lines, kind="eps", border=QUIET, scale=WIDTH_MM * _POINTS_PER_MM / modules, light="white")
        return lines.getvalue().encode("ascii")
    return out.getvalue()


def inline(code: str) -> SafeString:
    """For a page: sized by its style sheet."""
    svg = code_of(code).svg_inline(border=QUIET, omitsize=True, light="white", svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 drawn from an address of ours
