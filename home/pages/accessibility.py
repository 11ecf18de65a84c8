"""The address that the law gives every public site's accessibility statement, from the first day of a site on."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.models import Redirect

from home.enquiries.contact_page import ContactPage

ADDRESS = "/was"


@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponseBase:
    """Where an editor's redirect of this address leads: to a page of theirs, or to the statement made in the agency's
    own tool. Without one, what is true of every site that runs this software."""
    standing = Redirect.objects.filter(old_path=ADDRESS).select_related("redirect_page").first()
    if standing and standing.link:
        return redirect(standing.link)
    contact = ContactPage.objects.live().public().filter(locale__language_code=get_language() or "da").first()
    response: HttpResponse = render(request, "home/pages/accessibility.html", {"contact": contact})
    # An editor's statement takes its place at once.
    response.headers["Cache-Control"] = "no-cache"
    return response
