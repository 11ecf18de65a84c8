"""Message catalogues without gettext on the machine: where they stand, what our texts are, and compiling them."""

from pathlib import Path

import polib
from django.utils.translation import trans_real

ROOT = Path(__file__).resolve().parents[2]
#: The language to translate into; English texts are the message ids themselves.
LANGUAGE = "da"
APPS = ("community", "forums", "company_network", "youth_network", "home", "platform")


def catalogue_of(app: str) -> Path:
    return ROOT / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def compile_catalogues() -> list[Path]:
    """Write each .mo that is missing or older than its .po. Returns those written."""
    written = []
    for po in (catalogue_of(app) for app in APPS):
        mo = po.with_suffix(".mo")
        if po.exists() and (not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime):
            partial = mo.with_suffix(".mo.part")
            polib.pofile(str(po)).save_as_mofile(str(partial))
            partial.replace(mo)
            written.append(mo)
    if written:
        # What this process read before it compiled would otherwise stay in use.
        trans_real._translations.clear()  # type: ignore[attr-defined]
    return written
