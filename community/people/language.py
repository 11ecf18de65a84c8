"""Which language a page speaks: a public page its own, a member page the person's, otherwise what the browser kept."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

#: Views that answer for a page tree, where the address decides.
_PUBLIC_VIEWS = ("wagtail_serve", "get_help", "clip", "clip_feed", "clip_picture", "send_enquiry", "find")


class LanguageMiddleware:
    """`/en/…` is English and every other public page Danish; members read in the language they chose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from_path = translation.get_language_from_path(request.path_info)
        translation.activate(from_path or settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if match and match.url_name in _PUBLIC_VIEWS:
            return
        speak_to(request)


def speak_to(request: HttpRequest) -> None:
    """Go on in the language of the person, or the one the browser kept; below `/en/` the address has said it."""
    if translation.get_language_from_path(request.path_info):
        return
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        chosen = person.language
    if chosen in dict(settings.LANGUAGES):
        translation.activate(chosen)
        request.LANGUAGE_CODE = chosen
