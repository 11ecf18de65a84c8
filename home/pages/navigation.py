"""What the frame of a public page needs: menu, foot and the same page in the other language. One query each, and
none on pages that do not show them."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from home.pages.models import PublicPage

HOME_DEPTH = 2
LANGUAGE_NAMES = {"da": "Dansk", "en": "English"}


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or settings.LANGUAGE_CODE
        self._links: list[dict[str, Any]] | None = None

    @property
    def links(self) -> list[dict[str, Any]]:
        """The pages of menus and foot in this language; the Danish page, marked so, where one is not translated."""
        if self._links is None:
            pages = (
                PublicPage.objects.live()
                .filter(Q(show_in_menus=True) | Q(in_footer=True) | Q(depth=HOME_DEPTH))
                .filter(locale__language_code__in={self.language, settings.LANGUAGE_CODE})
                .select_related("locale")
                .order_by("path")
            )
            chosen: dict[Any, PublicPage] = {}
            for page in pages:
                if page.translation_key not in chosen or page.locale.language_code == self.language:
                    chosen[page.translation_key] = page
            self._links = [self._link(page) for page in chosen.values()]
        return self._links

    def _link(self, page: PublicPage) -> dict[str, Any]:
        here = getattr(self.request, "public_page", None)
        code = page.locale.language_code
        return {
            "title": page.short_title,
            "url": page.get_url(self.request),
            "current": bool(here and here.path.startswith(page.path)),
            "lang": "" if code == self.language else code,
            "menu": page.show_in_menus and page.depth > HOME_DEPTH,
            "foot": page.in_footer,
            "home": page.depth == HOME_DEPTH,
        }

    def menu(self) -> list[dict[str, Any]]:
        return [link for link in self.links if link["menu"] and link["url"]]

    def foot(self) -> list[dict[str, Any]]:
        return [link for link in self.links if link["foot"] and link["url"]]

    def home_url(self) -> str:
        return next((link["url"] for link in self.links if link["home"] and link["url"]), "/")

    def languages(self) -> list[dict[str, Any]]:
        """Where the same page stands in each language; the other language's home where it is not translated."""
        here = getattr(self.request, "public_page", None)
        if here is not None:
            places = {page.locale.language_code: page.get_url(self.request) for page in here.languages}
            if len(places) < len(LANGUAGE_NAMES):
                homes = PublicPage.objects.live().filter(depth=HOME_DEPTH).select_related("locale")
                places = {page.locale.language_code: page.get_url(self.request) for page in homes} | places
        else:
            path = self.request.get_full_path()
            places = {code: translate_url(path, code) for code in LANGUAGE_NAMES}
            if len(set(places.values())) == 1:
                return []
        return [
            {"code": code, "label": label, "url": places[code], "current": code == self.language}
            for code, label in LANGUAGE_NAMES.items()
            if places.get(code)
        ]


def navigation(request: HttpRequest) -> dict[str, Any]:
    frame = Frame(request)
    return {
        "public_menu": SimpleLazyObject(frame.menu),
        "footer_links": SimpleLazyObject(frame.foot),
        "public_home_url": SimpleLazyObject(frame.home_url),
        "language_links": SimpleLazyObject(frame.languages),
    }
