"""A break, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.breaks.operations import come_back, take_break
from community.breaks.policy import can_take_break
from community.permissions import MemberRequest, member_page


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_break_view(request: MemberRequest) -> HttpResponse:
    """What a break means, and taking it."""
    if not can_take_break(request.user):
        raise Http404
    if request.method == "POST":
        take_break(actor=request.user)
        return redirect("on_a_break")
    return render(request, "community/breaks/take_break.html")


@member_page
@require_safe
def on_a_break(request: MemberRequest) -> HttpResponse:
    """All that is open while one takes a break: back, help, and out."""
    if request.user.paused_at is None:
        return redirect("since_last")
    return render(request, "community/breaks/on_a_break.html")


@member_page
@require_POST
def come_back_view(request: MemberRequest) -> HttpResponse:
    many = come_back(actor=request.user)
    told = ngettext(
        "While you were away, one thing was told to you. It stands under the bell.",
        "While you were away, %(count)s things were told to you. They stand under the bell.",
        many,
    )
    said = _("Welcome back. Everything stands as you left it.")
    messages.success(request, f"{said} {told % {'count': many}}" if many else said)
    return redirect("since_last")
