"""Moments and structured words for the pages of the podcast."""

import json
import re
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from home.podcasts.timecodes import as_timecode

register = template.Library()
register.filter("timecode", as_timecode)


@register.filter
def moment(seconds: float) -> str:
    """For machines, as HTML writes lengths of time; unlike a length of ours it may be nothing."""
    return f"PT{int(seconds)}S"


_ENDS_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.filter
def whole(seconds: float) -> int:
    """The second that a link asks for: rather a little early than a word too late."""
    return int(seconds)


@register.filter
def marked(words: str, wanted: str) -> SafeString:
    """The words, with what was looked for marked, whatever its case."""
    if not wanted:
        return escape(words)
    parts = re.split(f"({re.escape(wanted)})", words, flags=re.IGNORECASE)
    shown = (f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in enumerate(parts))
    return mark_safe("".join(shown))  # noqa: S308 escaped piece by piece


@register.filter
def structured(values: Any) -> SafeString:
    """JSON-LD that no word in it can break out of. Data, not script: the policy lets it stand."""
    written = json.dumps(values, ensure_ascii=False).translate(_ENDS_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308
