"""What the public site answers beside its pages."""

from datetime import timedelta
from typing import NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from community import clock

#: How long security.txt says that it holds.
VALID_FOR = timedelta(days=90)


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


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the fence (RFC 9116). Without an address of its own it is the contact page."""
    base = settings.BASE_URL.rstrip("/")
    contact = settings.SECURITY_CONTACT
    if not contact:
        from home.enquiries.contact_page import ContactPage

        pages = ContactPage.objects.live().public().select_related("locale").order_by("locale__language_code", "pk")
        page = pages.first()
        if page is None:
            raise Http404
        contact = page.absolute_url
    # It has to be given an end, and to be no older than a year: whoever keeps a copy asks again.
    ends = (clock.now() + VALID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {ends.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: da, en",
        f"Canonical: {base}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def admin_account(request: HttpRequest) -> HttpResponse:
    """A person's own page is the one every member has."""
    return redirect(settings.LOGIN_REDIRECT_URL)


def no_such_room(request: HttpRequest) -> NoReturn:
    """People and their rights are not kept in the admin, for nobody."""
    raise Http404
