"""What templates need to look alike: icons, drawings, faces and calm times."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import nh3
from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from community import clock
from community.addresses import BARE_ADDRESS, target_of, without_full_stop
from community.drawn import drawn

register = template.Library()

#: A template that needs nothing of the page, drawn once: {% drawn "file.html" name=value %}.
register.simple_tag(drawn)

#: The colours a leaf may have; '' is green.
TONES = ("", "sun", "clay")

#: Beyond this many days a date says more than a count of days.
_COUNTED_DAYS = 14

#: Around New Year a date says which year only when it is this far away.
_DAYS_WITHOUT_YEAR = 120


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, classes: str = "") -> SafeString:
    """A Lucide icon from the sprite. Always decorative: the word stands beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        f"i {classes}".rstrip(),
        static("community/icons.svg"),
        name,
    )


@register.simple_tag
def sprout(stage: int = 2, classes: str = "") -> SafeString:
    """The sprout at stage 0 (seed) to 4 (bloom). It shows a state, never a person's performance."""
    return _drawing(f"sprout_{min(max(int(stage), 0), 4)}", classes=classes)


@register.simple_tag
def meadow() -> SafeString:
    """Seven plants joined at the root: the drawing of the public home."""
    return _drawing("meadow")


@register.simple_tag
def drawing(name: str, classes: str = "") -> SafeString:
    """Another drawing by its name: stamp, flap, token."""
    return _drawing(name, classes=classes)


def _drawing(name: str, **context: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/drawings/{name}.html", context).strip())  # noqa: S308 our own files


@register.filter
def linked(words: str) -> SafeString:
    """Plain words with the addresses in them as links, which vouch for nothing and do not say where one came from."""
    pieces, end = [], 0
    for match in re.finditer(BARE_ADDRESS, words):
        address = without_full_stop(match[0])
        if target := target_of(address):
            pieces += [escape(words[end : match.start()]), format_html('<a href="{}">{}</a>', target, address)]
            end = match.start() + len(address)
    html = "".join([*pieces, escape(words[end:])])
    if not end:
        return mark_safe(html)  # noqa: S308 escaped
    # What no browser could follow loses its address; what stays says that we do not vouch for it.
    rel = "nofollow noopener noreferrer ugc"
    return mark_safe(nh3.clean(html, tags={"a"}, attributes={"a": {"href"}}, link_rel=rel))  # noqa: S308 allow-listed


@register.filter
def initial(name: object) -> str:
    """The letter on a face without a portrait."""
    return next((letter.upper() for letter in str(name or "") if letter.isalnum()), "·")


@register.filter
def tone(person: object) -> str:
    """A leaf colour that stays with a person: takes a person or a primary key."""
    key = getattr(person, "pk", person)
    return TONES[key % len(TONES)] if isinstance(key, int) else TONES[0]


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def ago(value: date | datetime | None) -> str:
    """When it was, calmly: today with the time, yesterday, days, then the date. Never seconds, never a countdown."""
    if not value:
        return ""
    today = timezone.localdate(clock.now())
    hour = ""
    day = _local(value)
    if isinstance(day, datetime):
        hour = date_format(day, pgettext("time of day, Django date format", "H:i"))
        day = day.date()
    days = (today - day).days
    if days == 0:
        return gettext("today %(time)s") % {"time": hour} if hour else gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days == -1:
        return gettext("tomorrow %(time)s") % {"time": hour} if hour else gettext("tomorrow")
    if 1 < days < _COUNTED_DAYS:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    if day.year == today.year or abs(days) < _DAYS_WITHOUT_YEAR:
        return date_format(day, pgettext("day and month, Django date format", "j F"))
    return date_format(day, pgettext("day, month and year, Django date format", "j F Y"))


@register.simple_tag
def when(value: date | datetime | None) -> SafeString | str:
    """A <time> with the calm words in it and the exact moment for machines and for those who point at it."""
    if not value:
        return ""
    local = _local(value)
    exact = date_format(local, "DATETIME_FORMAT" if isinstance(local, datetime) else "DATE_FORMAT")
    # HTML knows no millionths of a second.
    machine = (local.replace(microsecond=0) if isinstance(local, datetime) else local).isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, exact, ago(value))
