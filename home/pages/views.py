"""What the public site answers beside its pages."""

from typing import NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The public pages are for everybody; the rooms behind the door are not. A demonstration is not for search."""
    lines = ["User-agent: *"]
    if settings.DEMO:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: {path}" for path in ("/admin/", "/accounts/", "/documents/", "/demo/")]
        lines.append(f"Sitemap: {settings.BASE_URL.rstrip('/')}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def admin_account(request: HttpRequest) -> HttpResponse:
    """A person's own page is the one every member has."""
    return redirect(settings.LOGIN_REDIRECT_URL)


def no_such_room(request: HttpRequest) -> NoReturn:
    """People and their rights are not kept in the admin, for nobody."""
    raise Http404
