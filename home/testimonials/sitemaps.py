"""The voices on the map for search engines: only of those who said yes to being found there."""

from typing import Any

from django.conf import settings
from wagtail.contrib.sitemaps import Sitemap

from home.testimonials.models import Scope
from home.testimonials.telling import Telling, clip_url, tellings


class VoiceSitemap(Sitemap):
    def items(self) -> list[Telling]:
        return [told for language in ("da", "en") for told in tellings(language, Scope.SEARCH)]

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        base = settings.BASE_URL.rstrip("/")
        return [
            {
                "location": told.absolute_url,
                "lastmod": told.opened_at,
                "alternates": [
                    {"location": base + clip_url(told.code, code), "lang_code": code} for code in told.languages
                ],
            }
            for told in self.paginator.page(page).object_list
        ]
