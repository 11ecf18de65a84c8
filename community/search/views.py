"""The search page. What somebody looks for travels in the body of a POST: no address, log or history holds it."""

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from community.permissions import MemberRequest, member_page
from community.search.finding import find, people_named
from community.search.forms import SearchForm
from community.spaces.models import Space


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def search(request: MemberRequest) -> HttpResponse:
    """Look for something. GET shows the empty form, whatever stands in the address."""
    spaces = list(Space.objects.visible_to(request.user).select_related("group", "network"))
    form = SearchForm(request.POST if request.method == "POST" else None, spaces=spaces)
    if request.method != "POST":
        return render(request, "community/search/search.html", {"form": form, "spaces": spaces})
    status = 200
    context = {"form": form, "spaces": spaces, "asked": False}
    if not ratelimit.consume(request, action="search", user=request.user):
        form.add_error(None, _("That was many searches in a short time. Wait a minute, and try again."))
        status = 429
    elif form.is_valid():
        question = form.question()
        answer = find(request.user, spaces, question)
        context |= {
            "asked": question.asks,
            "question": question,
            "results": answer.results,
            "following": answer.following,
            "people": people_named(request.user, question),
        }
    else:
        status = 422
    if request.htmx:
        # The member shell swaps no error answers; this one is a sentence to be read.
        return render(request, "community/search/_results.html", context)
    return render(request, "community/search/search.html", context, status=status)
