"""The search of the public pages. What somebody looks for travels in the body of a POST, so that no address, log or
history holds it; it sets nothing off and is kept nowhere, so it needs no token."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.people.limits import public_search_may_go
from home.finding.finding import find_public
from home.finding.forms import FindingForm
from home.page_cache.kept import kept_for_visitors

TEMPLATE = "home/finding/find.html"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponseBase:
    """GET shows the empty form, whatever stands in the address."""
    if request.method != "POST":
        return _asking(request)
    form, status = FindingForm(request.POST), 200
    context = {"form": form, "asked": False}
    if not public_search_may_go(request):
        form.add_error("words", _("That was many searches in a short time. Wait a minute, and try again."))
        status = 429
    elif form.is_valid():
        words = form.cleaned_data["words"]
        context |= {"asked": bool(words), "found": find_public(words, get_language() or "da")}
    else:
        status = 422
    response = render(request, TEMPLATE, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@kept_for_visitors
def _asking(request: HttpRequest) -> HttpResponse:
    return render(request, TEMPLATE, {"form": FindingForm(), "asked": False})
