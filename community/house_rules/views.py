"""A group's house rules, and the vote on new ones."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.house_rules.forms import HouseRulesForm
from community.house_rules.models import GeneralRule, HouseRules, HouseRulesVote
from community.house_rules.operations import (
    answers_to,
    change_general_rules,
    in_force,
    propose_house_rules,
    take_back_house_rules,
    vote_on_house_rules,
)
from community.house_rules.policy import (
    can_change_general_rules,
    can_propose_house_rules,
    can_take_back_house_rules,
    is_open,
    youth_of,
)
from community.membership.models import Group, Network
from community.permissions import MemberRequest, Refused, member_page, require
from community.roles import GroupKind
from community.spaces.models import Space


def _group(request: MemberRequest, group_id: int) -> Group:
    seen = Space.objects.visible_to(request.user).filter(group__kind=GroupKind.YOUTH_GROUP).values("group_id")
    return get_object_or_404(Group.objects.filter(pk__in=seen).select_related("space", "network"), pk=group_id)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def house_rules(request: MemberRequest, group_id: int) -> HttpResponse:
    """The rules in force with their date, a proposal that is open, and the versions before."""
    group = _group(request, group_id)
    versions = list(
        HouseRules.objects.visible_to(request.user)
        .filter(group=group)
        .select_related("proposed_by__person")
        .prefetch_related("lines")
    )
    now = in_force(group)
    holding = next(version for version in versions if version.pk == now.pk)
    proposal = next((version for version in versions if is_open(version)), None)
    context: dict[str, Any] = {
        "group": group,
        "space": group.space,
        "rules": holding,
        "earlier": [v for v in versions if v.pk != holding.pk and (v.adopted_at or v.proposed_by_id is None)],
        "proposal": proposal,
        "may_propose": proposal is None and can_propose_house_rules(request.user, group),
    }
    if proposal is not None:
        votes = HouseRulesVote.objects.filter(rules=proposal)
        own = youth_of(request.user, group.pk)
        before = [line.text for line in holding.lines.all()]
        context |= {
            "lines": [{"text": line.text, "new": line.text not in before} for line in proposal.lines.all()],
            "gone": [text for text in before if text not in {line.text for line in proposal.lines.all()}],
            "answered": answers_to(proposal).count(),
            "reordered": sorted(before) == sorted(line.text for line in proposal.lines.all()),
            "may_report": proposal.proposed_by is not None and proposal.proposed_by.person_id != request.user.pk,
            "may_vote": own is not None,
            "own_vote": votes.filter(membership=own).values_list("yes", flat=True).first() if own else None,
            "may_take_back": can_take_back_house_rules(request.user, proposal),
        }
    template = "_rules.html" if request.htmx else "house_rules.html"
    return render(request, f"community/house_rules/{template}", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_house_rules_view(request: MemberRequest, group_id: int) -> HttpResponse:
    """Write a new version, beginning with the one in force."""
    group = _group(request, group_id)
    require(can_propose_house_rules(request.user, group), _("The house rules belong to the youths of the group."))
    now = "\n".join(line.text for line in in_force(group).lines.all())
    form = HouseRulesForm(request.POST if request.method == "POST" else None, initial={"rules": now})
    if request.method == "POST" and form.is_valid():
        try:
            propose_house_rules(actor=request.user, group=group, lines=form.cleaned_data["rules"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The others are asked now."))
            return redirect("house_rules", group.pk)
    context = {"group": group, "space": group.space, "form": form}
    return render(request, "community/house_rules/propose.html", context, status=422 if form.errors else 200)


def _proposal(request: MemberRequest, rules_id: int) -> HouseRules:
    return get_object_or_404(HouseRules.objects.visible_to(request.user), pk=rules_id)


@member_page
@require_POST
def vote_on_house_rules_view(request: MemberRequest, rules_id: int) -> HttpResponse:
    """Say yes (`yes=1`) or no (`yes=0`); a form that says neither says nothing."""
    rules = _proposal(request, rules_id)
    if request.POST.get("yes") not in ("0", "1"):
        return redirect("house_rules", rules.group_id)
    try:
        vote_on_house_rules(actor=request.user, rules=rules, yes=request.POST.get("yes") == "1")
        messages.success(request, _("Your answer is kept. Nobody sees it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("house_rules", rules.group_id)


@member_page
@require_POST
def take_back_house_rules_view(request: MemberRequest, rules_id: int) -> HttpResponse:
    rules = _proposal(request, rules_id)
    try:
        take_back_house_rules(actor=request.user, rules=rules)
        messages.success(request, _("The proposal is taken back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("house_rules", rules.group_id)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def general_rules(request: MemberRequest, network_id: int) -> HttpResponse:
    """What holds where no group has adopted rules of its own; the network's consultants write it."""
    own = [m.network_id for m in request.user.current_memberships() if m.network_id]
    network = get_object_or_404(Network.objects.filter(pk__in=own), pk=network_id)
    lines = list(GeneralRule.objects.holding().filter(network=network))
    keeps = can_change_general_rules(request.user, network)
    if request.method == "POST":
        require(keeps, _("Only the network's consultants decide about that."))
    initial = {"rules": "\n".join(rule.text for rule in lines)}
    form = HouseRulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_general_rules(actor=request.user, network=network, lines=form.cleaned_data["rules"])
        messages.success(request, _("They hold from now on."))
        return redirect("general_rules", network.pk)
    context = {"network": network, "lines": lines, "keeps": keeps, "form": form}
    return render(request, "community/house_rules/general_rules.html", context, status=422 if form.errors else 200)
