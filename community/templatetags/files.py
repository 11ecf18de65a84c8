"""Drawing members' files."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = template.Library()

#: Height of the drawn sound, and the width of a bar with the gap after it.
_HEIGHT, _BAR = 40, 4


@register.simple_tag
def waveform(peaks: list[int]) -> SafeString:
    """How loud a clip is from beginning to end. Decorative: what is said stands below in words."""
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="3" height="{}" rx="1.5"/>',
        ((at * _BAR, (_HEIGHT - height) // 2, height) for at, height in enumerate(map(_height, peaks))),
    )
    return format_html(
        '<svg class="wave" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        max(len(peaks), 1) * _BAR,
        _HEIGHT,
        bars,
    )


def _height(peak: int) -> int:
    return 3 + peak * (_HEIGHT - 4) // 100


@register.filter
def in_words(seconds: Any) -> str:
    """ "1 minute and 20 seconds"."""
    minutes, rest = divmod(max(round(float(seconds or 0)), 1), 60)
    shown = []
    if minutes:
        shown.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    if rest:
        shown.append(ngettext("%(count)d second", "%(count)d seconds", rest) % {"count": rest})
    return gettext(" and ").join(shown)
