"""Response headers that no library sets for us, and which paths get which Content-Security-Policy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from config import policies

PERMISSIONS_POLICY = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), interest-cohort=()"


class CompressMiddleware(GZipMiddleware):
    """Compresses pages. What takes byte ranges goes as it is: a range counts the bytes of the file itself, and sound
    and pictures are small already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Accept-Ranges" in response.headers:
            return response
        return super().process_response(request, response)


class HeadersMiddleware:
    """Adds Permissions-Policy, keeps signed-in answers out of caches and other sites, gives the admin its policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
            # What a member may see is drawn by no page of another site.
            response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class SitePolicyMiddleware:
    """Marks what belongs to the admin so that django-csp writes its policy there and the strict one elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_replace = policies.ADMIN  # type: ignore[attr-defined]
        # Wagtail asks for a preview by a request of its own, at the address of the page, through all of this once more.
        elif getattr(request, "is_dummy", False):
            response._csp_replace = policies.PREVIEW  # type: ignore[attr-defined]
        return response
