"""The quarters' round-ups: reading them, and programme staff's page for editing and sending."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.permissions import MemberRequest, Refused, member_page
from community.sending import tells_scripts_where
from company_network.practices.forms import RoundUpForm, RoundUpItemForm
from company_network.practices.lists import tabs_for
from company_network.practices.models import RoundUp
from company_network.practices.policy import can_edit_round_ups
from company_network.practices.round_ups import ChangedMeanwhile, edit_round_up, practices_in, send_round_up

#: Ten years of them.
SHOWN = 40


def _round_up(request: MemberRequest, round_up_id: int) -> RoundUp:
    return get_object_or_404(RoundUp.objects.visible_to(request.user).select_related("sent_by"), pk=round_up_id)


@member_page
@require_safe
def round_ups(request: MemberRequest) -> HttpResponse:
    """What was sent, the newest first; programme staff see drafts too."""
    if not tabs_for(request.user):
        raise Http404
    found = RoundUp.objects.visible_to(request.user)[:SHOWN]
    context = {"round_ups": found, "edits": can_edit_round_ups(request.user)}
    return render(request, "company_network/practices/round_ups.html", context)


@member_page
@require_safe
def round_up(request: MemberRequest, round_up_id: int) -> HttpResponse:
    """One of them, with the practice that may still be read."""
    shown = _round_up(request, round_up_id)
    context = {"round_up": shown, "items": practices_in(shown, request.user), "edits": can_edit_round_ups(request.user)}
    return render(request, "company_network/practices/round_up.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def edit_round_up_view(request: MemberRequest, round_up_id: int) -> HttpResponse:
    """The draft. What was typed is still there after any error, and when somebody saved meanwhile."""
    shown = _round_up(request, round_up_id)
    if not can_edit_round_ups(request.user):
        raise Http404
    if shown.sent_at is not None:
        return redirect("round_up", shown.pk)
    data = request.POST if request.method == "POST" else None
    items = practices_in(shown, request.user, chosen=False)
    form = RoundUpForm(data, initial={"title": shown.title, "intro": shown.intro, "version": shown.version})
    of_items = [
        RoundUpItemForm(data, prefix=f"item-{item.pk}", initial={"line": item.line, "chosen": item.chosen})
        for item in items
    ]
    if data is not None and all([form.is_valid(), *[one.is_valid() for one in of_items]]):
        values = {item.pk: one.cleaned_data for item, one in zip(items, of_items, strict=True)}
        try:
            edit_round_up(actor=request.user, round_up=shown, items=values, **form.cleaned_data)
            messages.success(request, _("Saved. It is not sent yet."))
            return redirect("round_up", shown.pk)
        except ChangedMeanwhile:
            form.add_error(
                None, _("A colleague has saved meanwhile. Your words are here; open the draft again to see theirs.")
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"round_up": shown, "form": form, "items": list(zip(items, of_items, strict=True))}
    status = 422 if form.errors or any(one.errors for one in of_items) else 200
    return render(request, "company_network/practices/edit_round_up.html", context, status=status)


@member_page
@require_POST
def send_round_up_view(request: MemberRequest, round_up_id: int) -> HttpResponse:
    """Send it to companies and staff of all networks."""
    shown = _round_up(request, round_up_id)
    if not can_edit_round_ups(request.user):
        raise Http404
    try:
        send_round_up(actor=request.user, round_up=shown)
        messages.success(request, _("It is on its way to companies and staff."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("round_up", shown.pk)
