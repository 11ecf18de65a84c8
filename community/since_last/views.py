"""The members' home: what the rooms have for the person, calmly, and then it ends."""

from datetime import UTC, datetime

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community import clock
from community.permissions import MemberRequest, member_page
from community.since_last.blocks import greetings, joined, main_blocks, side_blocks
from community.since_last.visits import mark_home_seen


@member_page
@require_safe
@vary_on_headers("HX-Request")
def since_last(request: MemberRequest) -> HttpResponse:
    """The home. Looking changes nothing: the page says by itself that it was seen to its end (`mark_home_seen`)."""
    made_at = int(clock.now().timestamp() * 1_000_000)
    context = {
        "main_blocks": joined([block for make in main_blocks if (block := make(request))]),
        "made_at": made_at,
    }
    if request.htmx:
        return render(request, "community/since_last/_blocks.html", context)
    context["greeting"] = next((words for greet in greetings if (words := greet(request))), "")
    context["side_blocks"] = [block for make in side_blocks if (block := make(request))]
    return render(request, "community/since_last/since_last.html", context)


@member_page
@require_POST
def mark_home_seen_view(request: MemberRequest) -> HttpResponse:
    """The home as it stood at `until` (microseconds) was on the person's screen. Without scripts a button says so."""
    until = request.POST.get("until", "")
    if not until.isascii() or not until.isdecimal() or len(until) > 16:
        return HttpResponseBadRequest(_("That could not be read."))
    mark_home_seen(actor=request.user, until=datetime.fromtimestamp(int(until) / 1_000_000, tz=UTC))
    return HttpResponse(status=204) if request.htmx else redirect("since_last")
