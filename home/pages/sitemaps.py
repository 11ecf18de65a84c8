"""The map for search engines: both trees, each page with its other languages, in a constant number of queries."""

from collections import defaultdict
from typing import Any

from wagtail.contrib.sitemaps import Sitemap

from home.pages.models import PublicPage


class PublicSitemap(Sitemap):
    """Wagtail's own knows one tree and fills no alternates, though Django's template prints them."""

    def items(self) -> Any:
        return PublicPage.objects.live().public().select_related("locale").order_by("path")

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        pages = [one for one in self.paginator.page(page).object_list if one.url]
        together: dict[Any, list[dict[str, str]]] = defaultdict(list)
        for one in pages:
            together[one.translation_key].append({"location": one.absolute_url, "lang_code": one.locale.language_code})
        changed = [one.last_published_at for one in pages if one.last_published_at]
        if changed:
            self.latest_lastmod = max(changed)
        return [
            {
                "location": one.absolute_url,
                "lastmod": one.last_published_at,
                "alternates": together[one.translation_key],
            }
            for one in pages
        ]
