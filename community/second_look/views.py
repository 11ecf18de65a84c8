"""The page of a month's lot."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.audit import verbs
from community.audit.models import Reason
from community.permissions import MemberRequest, Refused, member_page
from community.second_look.forms import LookForm
from community.second_look.models import Look, LookRound
from community.second_look.operations import give_second_look
from community.second_look.policy import sees_whom_it_is_about


def _look(request: MemberRequest, look_id: int) -> Look:
    looks = Look.objects.visible_to(request.user).select_related("round__network")
    return get_object_or_404(looks, pk=look_id)


def _row(request: MemberRequest, look: Look, form: LookForm | None = None) -> dict[str, Any]:
    verb = verbs.named(look.entry.verb)
    about = look.entry.about
    whom = ""
    if about is not None:
        whom = about.display_name if sees_whom_it_is_about(request.user, look) else _("a member of the network")
    return {
        "look": look,
        "who": look.entry.actor.display_name if look.entry.actor else "",
        "told": str(verb.told) if verb else look.entry.verb,
        "whom": whom,
        "reason": Reason(look.entry.reason).label,
        "form": form or LookForm(auto_id=f"look-{look.pk}-%s"),
    }


def _page(request: MemberRequest, round_: LookRound, wrong: dict[int, LookForm], status: int = 200) -> HttpResponse:
    looks = (
        Look.objects.visible_to(request.user)
        .filter(round=round_)
        .select_related("round", "entry__actor", "entry__about", "looked_by")
        .order_by("place")
    )
    rows = [_row(request, look, wrong.get(look.pk)) for look in looks]
    context = {"round": round_, "rows": rows, "waiting": sum(not row["look"].found for row in rows)}
    return render(request, "community/second_look/second_look.html", context, status=status)


@member_page
@require_safe
def second_look(request: MemberRequest, round_id: int) -> HttpResponse:
    """What was drawn of a month, for those who look a second time."""
    rounds = LookRound.objects.visible_to(request.user).select_related("network")
    return _page(request, get_object_or_404(rounds, pk=round_id), {})


@member_page
@require_POST
def give_second_look_view(request: MemberRequest, look_id: int) -> HttpResponse:
    """What one found of one of them."""
    look = _look(request, look_id)
    form = LookForm(request.POST, auto_id=f"look-{look.pk}-%s")
    if not form.is_valid():
        return _page(request, look.round, {look.pk: form}, status=422)
    try:
        give_second_look(actor=request.user, look=look, **form.cleaned_data)
        messages.success(request, _("Kept. Thank you for looking."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("second_look", look.round_id)
