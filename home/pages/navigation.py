"""What the frame of a public page needs: menu, foot and the same page in the other language. Asked once until any of it
changes, and not at all on pages that do not show it."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language, gettext
from wagtail.models import Site

from home.page_cache.remembered import Remembered
from home.pages.models import PublicPage

HOME_DEPTH = 2
LANGUAGE_NAMES = {"da": "Dansk", "en": "English"}


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str
    #: "" where it is the language of the page that shows it.
    lang: str
    path: str
    menu: bool
    foot: bool
    home: bool
    current: bool = False


def _key(language: str, site: Site | None) -> str:
    return f"{language} {site.pk if site else ''}"


def _site(key: str) -> tuple[str, Site | None]:
    language, _space, number = key.partition(" ")
    return language, Site.objects.filter(pk=int(number)).first() if number else None


def _links(key: str) -> tuple[Link, ...]:
    """The pages of menus and foot in this language; the Danish page, marked so, where one is not translated."""
    language, site = _site(key)
    pages = (
        PublicPage.objects.live()
        .filter(Q(show_in_menus=True) | Q(in_footer=True) | Q(depth=HOME_DEPTH))
        .filter(locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale")
        .order_by("path")
    )
    chosen: dict[Any, PublicPage] = {}
    for page in pages:
        if page.translation_key not in chosen or page.locale.language_code == language:
            chosen[page.translation_key] = page
    return tuple(_link(page, language, site) for page in chosen.values())


def _link(page: PublicPage, language: str, site: Site | None) -> Link:
    code = page.locale.language_code
    return Link(
        title=page.short_title,
        url=page.get_url(current_site=site) or "",
        lang="" if code == language else code,
        path=page.path,
        menu=page.show_in_menus and page.depth > HOME_DEPTH,
        foot=page.in_footer,
        home=page.depth == HOME_DEPTH,
    )


def _homes(key: str) -> dict[str, str]:
    """Where the site begins in each language."""
    site = _site(key)[1]
    homes = PublicPage.objects.live().filter(depth=HOME_DEPTH).select_related("locale")
    return {page.locale.language_code: url for page in homes if (url := page.get_url(current_site=site))}


_remembered_links, _remembered_homes = Remembered(_links), Remembered(_homes)


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or settings.LANGUAGE_CODE

    @cached_property
    def links(self) -> list[Link]:
        here = getattr(self.request, "public_page", None)
        links = _remembered_links.of(_key(self.language, Site.find_for_request(self.request)))
        return [replace(link, current=bool(here and here.path.startswith(link.path))) for link in links]

    def menu(self) -> list[Link]:
        return [link for link in self.links if link.menu and link.url]

    def foot(self) -> "list[Link] | list[dict[str, str]]":
        """The law wants the accessibility statement in it: until editors have put pages there it stands there alone."""
        first = {"title": gettext("Accessibility statement"), "url": reverse("accessibility_statement"), "lang": ""}
        return [link for link in self.links if link.foot and link.url] or [first]

    def home_url(self) -> str:
        return next((link.url for link in self.links if link.home and link.url), "/")

    def languages(self) -> list[dict[str, Any]]:
        """Where the same page stands in each language; the other language's home where it is not translated."""
        here = getattr(self.request, "public_page", None)
        if here is not None:
            places = {page.locale.language_code: page.get_url(self.request) for page in here.languages}
            if len(places) < len(LANGUAGE_NAMES):
                places = _remembered_homes.of(_key("", Site.find_for_request(self.request))) | places
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
