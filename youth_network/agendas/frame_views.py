"""The frame of the agenda: taking an item down for safety, and when the votes close."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.house_rules.operations import rules_to_cite
from community.membership.models import Group
from community.permissions import MemberRequest, Refused, member_page, require
from community.roles import GroupKind
from community.spaces.models import Space
from youth_network.agendas.forms import ClosingForm, TakingDownForm
from youth_network.agendas.hosting import set_closing
from youth_network.agendas.models import AgendaHabit
from youth_network.agendas.operations import take_item_down
from youth_network.agendas.policy import can_set_closing, can_take_item_down
from youth_network.agendas.tables import CLOSES, CLOSES_DAYS_BEFORE
from youth_network.agendas.views import item_of


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def take_item_down_view(request: MemberRequest, item_id: int) -> HttpResponse:
    """Take an item down for safety, with a house rule and a reason that the group reads."""
    item = item_of(request, item_id)
    require(
        can_take_item_down(request.user, item), _("Only a consultant can take an item down, before it was discussed.")
    )
    form = TakingDownForm(request.POST if request.method == "POST" else None)
    form.fields["rule"].queryset = rules_to_cite(item.group)  # type: ignore[attr-defined]
    place = item.placements.order_by("-placed_at", "-pk").first()
    back = reverse("agenda", args=[place.agenda_id]) if place else reverse("meetings")
    if request.method == "POST" and form.is_valid():
        try:
            take_item_down(actor=request.user, item=item, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is taken down. The rule and the reason stand in its place."))
            return redirect(back)
    context = {"item": item, "space": item.group.space, "form": form, "back": back}
    return render(request, "youth_network/agendas/take_item_down.html", context, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def set_closing_view(request: MemberRequest, group_id: int) -> HttpResponse:
    """When the group's votes close."""
    seen = Space.objects.visible_to(request.user).filter(group__kind=GroupKind.YOUTH_GROUP).values("group_id")
    group = get_object_or_404(Group.objects.filter(pk__in=seen).select_related("space"), pk=group_id)
    require(can_set_closing(request.user, group), _("When the votes close is the group's own choice."))
    habit = AgendaHabit.objects.filter(group=group).first()
    now = {
        "days_before": habit.closes_days_before if habit else CLOSES_DAYS_BEFORE,
        "closes": habit.closes if habit else CLOSES,
    }
    form = ClosingForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        set_closing(actor=request.user, group=group, **form.cleaned_data)
        messages.success(request, _("From now on your votes close then."))
        return redirect("meetings")
    context = {"group": group, "space": group.space, "form": form}
    return render(request, "youth_network/agendas/set_closing.html", context, status=422 if form.errors else 200)
