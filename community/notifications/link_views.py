"""From a mail to the thing it tells of."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.notifications.links import Link, read_link
from community.people.code_mail import masked, send_code_to


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page of one thing: it says where the link leads, and its button sends the code.

    Looking changes nothing and sends nothing, so a mail scanner may. Whoever is signed in goes straight on, and is told
    where the mail was somebody else's; a link that is too old or was tampered with leads to the ordinary door, and from
    there to the thing.
    """
    link = read_link(request.POST.get("link") or request.GET.get("link", ""))
    if request.user.is_authenticated:
        if link.person is not None and link.person.pk != request.user.pk:
            messages.info(request, _("The link stood in a mail to somebody else. You see what you yourself may read."))
        return redirect(link.onward)
    if link.person is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': link.onward})}")
    with translation.override(link.person.language):
        return _by_code(request, link)


def _by_code(request: HttpRequest, link: Link) -> HttpResponse:
    person, fault = link.person, ""
    assert person is not None
    if request.method == "POST":
        fault = send_code_to(request, person)
        if not fault:
            return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': link.onward})}")
    context = {
        "link": request.POST.get("link") or request.GET.get("link", ""),
        "onward": link.onward,
        "email": masked(person.email),
        "general": link.kind.mail.general
        if link.kind and link.kind.mail and not callable(link.kind.mail.general)
        else "",
        "fault": fault,
    }
    return render(request, "community/notifications/come_in.html", context, status=429 if fault else 200)
