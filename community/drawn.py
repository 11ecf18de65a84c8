"""Parts of pages that look the same for all who are told the same: drawn once, and found again by what was told."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from community import forgetting

#: Parts that a process keeps; the longest are menus of some kilobytes.
KEPT = 4_000


def drawn(template: str, **values: Hashable) -> SafeString:
    """The template with these values and nothing of the request: no person, no token. In the language of the page."""
    forgetting.forget_those_who_left()
    return _drawn(template, get_language(), tuple(values.items()))


@lru_cache(maxsize=KEPT)
def _drawn(template: str, language: str | None, values: tuple[tuple[str, Any], ...]) -> SafeString:
    return get_template(template).template.render(Context(dict(values)))  # type: ignore[attr-defined]


forgetting.caches.append(_drawn.cache_clear)
