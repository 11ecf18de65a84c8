"""Who speaks for a company: inviting, naming and letting go; and a company that leaves the network."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.membership.models import Membership
from community.membership.views import LETTER_REFERRER, invitation_card_of
from community.permissions import MemberRequest, Refused, member_page
from community.undo import say_with_undo
from company_network.companies.forms import RepresentativeForm, SpeakerForm
from company_network.companies.models import Company, Representative
from company_network.companies.operations import (
    begin_representing,
    close_company,
    end_representing,
    invite_representative,
    reopen_company,
    resume_representing,
)
from company_network.companies.policy import (
    can_close_company,
    can_end_representing,
    can_invite_representative,
    can_resume_representing,
)
from company_network.companies.views import render_company, seen_company


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def invite_representative_view(request: MemberRequest, company_id: int) -> HttpResponse:
    """The link is shown in the answer, once, and kept nowhere."""
    shown = seen_company(request, company_id)
    if not can_invite_representative(request.user, shown):
        raise Http404
    form = RepresentativeForm(request.POST or None)
    back = reverse("company", args=[shown.pk])
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="invitation_made", user=request.user):
            made, token = invite_representative(actor=request.user, company=shown, **form.cleaned_data)
            context = invitation_card_of(made, token) | {"back": back}
            response = render(request, "community/membership/invitation_made.html", context)
            response.headers["Referrer-Policy"] = LETTER_REFERRER
            return response
        form.add_error(None, get_adapter().error_messages["rate_limited"])
    context = {"form": form, "company": shown, "back": back}
    return render(
        request, "company_network/companies/invite_representative.html", context, status=422 if form.errors else 200
    )


@member_page
@require_POST
def begin_representing_view(request: MemberRequest, company_id: int) -> HttpResponse:
    shown = seen_company(request, company_id)
    if not can_invite_representative(request.user, shown):
        raise Http404
    form = SpeakerForm(request.POST, company=shown)
    if not form.is_valid():
        return render_company(request, shown, form, status=422)
    membership = form.cleaned_data["membership"]
    begin_representing(actor=request.user, company=shown, membership=membership)
    _say_who_speaks(request, membership, shown)
    return redirect("company", shown.pk)


@member_page
@require_POST
def end_representing_view(request: MemberRequest, representative_id: int) -> HttpResponse:
    """What they wrote stays with the company."""
    one = _seen_one(request, Representative.objects.current(), representative_id)
    if not can_end_representing(request.user, one):
        raise Http404
    end_representing(actor=request.user, representative=one)
    say_with_undo(
        request,
        _("%(name)s does not speak for %(company)s any more. What was written stays with the company.")
        % {"name": one.membership.person.display_name, "company": one.company.name},
        reverse("resume_representing", args=[one.pk]),
    )
    return redirect("company", one.company_id)


@member_page
@require_POST
def resume_representing_view(request: MemberRequest, representative_id: int) -> HttpResponse:
    ended = _seen_one(request, Representative.objects.all(), representative_id)
    if not can_resume_representing(request.user, ended):
        raise Http404
    try:
        resume_representing(actor=request.user, representative=ended)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _say_who_speaks(request, ended.membership, ended.company)
    return redirect("company", ended.company_id)


def _seen_one(request: MemberRequest, among: QuerySet[Representative], representative_id: int) -> Representative:
    seen = Company.objects.visible_to(request.user)
    found = among.filter(company__in=seen).select_related("company__network", "membership__person")
    return get_object_or_404(found, pk=representative_id)


def _say_who_speaks(request: MemberRequest, membership: Membership, company: Company) -> None:
    names = {"name": membership.person.display_name, "company": company.name}
    messages.success(request, _("%(name)s speaks for %(company)s now.") % names)


@member_page
@require_POST
def close_company_view(request: MemberRequest, company_id: int) -> HttpResponse:
    shown = seen_company(request, company_id)
    if not can_close_company(request.user, shown):
        raise Http404
    close_company(actor=request.user, company=shown)
    say_with_undo(
        request,
        _("%(company)s has left the network.") % {"company": shown.name},
        reverse("reopen_company", args=[shown.pk]),
    )
    return redirect("company", shown.pk)


@member_page
@require_POST
def reopen_company_view(request: MemberRequest, company_id: int) -> HttpResponse:
    shown = seen_company(request, company_id)
    if not can_close_company(request.user, shown):
        raise Http404
    reopen_company(actor=request.user, company=shown)
    messages.success(request, _("%(company)s is back in the network.") % {"company": shown.name})
    return redirect("company", shown.pk)
