"""What search engines read of ordinary pages: schema.org in JSON-LD. Nothing that the page itself does not say."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static

from home.pages.models import PublicPage

_CONTEXT = "https://schema.org"
_DEPTH_OF_HOME = 2


def page_data(page: PublicPage) -> dict[str, Any] | None:
    """Whose site it is on a home page; the way there on every other."""
    if page.depth == _DEPTH_OF_HOME:
        return _site(page)
    above = page.above
    steps = [above, page] if above else [page]
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": one.short_title, "item": one.absolute_url}
            for number, one in enumerate(steps, start=1)
        ],
    }


def _site(page: PublicPage) -> dict[str, Any]:
    base = settings.BASE_URL.rstrip("/")
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": "NExTWORK",
        "url": page.absolute_url,
        "inLanguage": page.locale.language_code,
        "description": page.meta_description,
        "publisher": {"@type": "Organization", "name": "NExTWORK", "url": base, "logo": base + _logo()},
    }


def _logo() -> str:
    return static("community/mark-512.png")


def news_data(page: Any) -> dict[str, Any]:
    return {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": page.title,
        "url": page.absolute_url,
        "inLanguage": page.locale.language_code,
        "description": page.meta_description,
        "datePublished": page.told_on.isoformat(),
        **({"dateModified": page.last_published_at.isoformat(timespec="seconds")} if page.last_published_at else {}),
        "author": {"@type": "Organization", "name": "NExTWORK"},
    }
