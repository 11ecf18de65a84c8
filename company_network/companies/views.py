"""The directory, a company's page, and keeping it."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.attachments.choosing import chosen_files
from community.membership.models import Membership, Network
from community.permissions import MemberRequest, Refused, has_role, member_page, memberships
from community.roles import Role
from community.sending import tells_scripts_where
from company_network.companies.forms import CompanyForm, SpeakerForm
from company_network.companies.models import Company, Representative, Trade
from company_network.companies.operations import (
    CONTACT,
    WORDS,
    edit_company,
    start_company,
)
from company_network.companies.page import parts_of
from company_network.companies.policy import (
    can_close_company,
    can_edit_company,
    can_end_representing,
    can_invite_representative,
    can_start_company,
    speaks_for,
)
from company_network.saving import Changed
from forums.drafts.operations import discard_sent
from forums.topics.composers import begun_in, initial_of

#: Companies on a page of the directory.
COMPANIES_A_PAGE = 24


def number_in(request: MemberRequest, name: str) -> int | None:
    """A number in the address, or nothing; nonsense is not found."""
    value = request.GET.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 15:
        raise Http404
    return int(value)


# --- the directory ------------------------------------------------------------------------------------------------
@member_page
@require_safe
def companies(request: MemberRequest) -> HttpResponse:
    """The companies of one's networks by name, of one trade with `?trade=`, of one network with `?network=`; `?after=`
    names the company that a page follows. Words are looked for on the search page."""
    held = {membership.network_id for membership in memberships(request.user)}
    networks = list(Network.objects.filter(pk__in=held))
    trade, network, after = (number_in(request, name) for name in ("trade", "network", "after"))
    found = Company.objects.visible_to(request.user).filter(left_at=None)
    trades = list(Trade.objects.filter(Exists(found.filter(trade=OuterRef("pk")))))
    if trade is not None:
        found = found.filter(trade=trade)
    if network is not None:
        found = found.filter(network=network)
    if after is not None:
        last = get_object_or_404(Company.objects.visible_to(request.user), pk=after)
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    page = list(found.select_related("trade", "network").order_by("name", "pk")[: COMPANIES_A_PAGE + 1])
    more, page = page[COMPANIES_A_PAGE:], page[:COMPANIES_A_PAGE]
    context = {
        "companies": page,
        "next": page[-1].pk if more else None,
        "after": after,
        "trades": trades,
        "trade": trade,
        "networks": networks,
        "network": network,
        "startable": [n for n in networks_kept_by(request) if can_start_company(request.user, n)],
    }
    return render(request, "company_network/companies/companies.html", context)


def networks_kept_by(request: MemberRequest) -> list[Network]:
    held = [m for m in request.user.current_memberships() if m.role == Role.CONSULTANT]
    return list(Network.objects.filter(pk__in=[m.network_id for m in held])) if held else []


# --- a company's page ---------------------------------------------------------------------------------------------
def seen_company(request: MemberRequest, company_id: int) -> Company:
    seen = Company.objects.visible_to(request.user).select_related("network", "trade", "contact")
    # A contact who has left the network is rung no more.
    present = Membership.objects.current().filter(
        person=OuterRef("contact"), network=OuterRef("network"), role=Role.CONSULTANT
    )
    return get_object_or_404(seen.annotate(contact_is_here=Exists(present)), pk=company_id)


@member_page
@require_safe
def company(request: MemberRequest, company_id: int) -> HttpResponse:
    """What the workplace is, what one can try there, and who is there. Companies and the team see the telephone of the
    contact; youths see neither it nor what companies write to each other."""
    return render_company(request, seen_company(request, company_id))


def render_company(
    request: MemberRequest, shown: Company, speaker_form: SpeakerForm | None = None, status: int = 200
) -> HttpResponse:
    person = request.user
    representatives = list(
        Representative.objects.current()
        .filter(company=shown)
        .select_related("membership__person", "company")
        .order_by("began_at", "pk")
    )
    keeps = can_edit_company(person, shown)
    invites = can_invite_representative(person, shown)
    context = {
        "company": shown,
        "representatives": [
            (one, keeps and can_end_representing(person, one), one.membership.person_id == person.pk)
            for one in representatives
        ],
        "keeps": keeps,
        "invites": invites,
        "closes": can_close_company(person, shown),
        "sees_phone": not has_role(person, Role.YOUTH, shown.network_id),
        "speaks": speaks_for(person, shown),
        "speaker_form": speaker_form or (SpeakerForm(company=shown) if invites else None),
        "company_parts": parts_of(request, shown),
    }
    return render(request, "company_network/companies/company.html", context, status=status)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def new_company(request: MemberRequest, network_id: int) -> HttpResponse:
    """A consultant opens the page of a company that joins. What was typed is still there after any error."""
    network = get_object_or_404(Network.objects.visible_to(request.user), pk=network_id)
    if not can_start_company(request.user, network):
        raise Http404
    files = chosen_files(request)
    key = f"new_company:{network.pk}"
    begun = begun_in(request.user, key)
    form = CompanyForm(
        request.POST or None,
        network=network,
        keeps_contact=True,
        carried=files,
        initial={"contact": request.user.pk} | initial_of(begun),
    )
    if request.method == "POST" and form.is_valid():
        try:
            started = start_company(actor=request.user, network=network, words=_words(form), files=files)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            discard_sent(request.user, key)
            messages.success(request, _("The page is open. Invite the first who speaks for the company."))
            return redirect("company", started.pk)
    context = {"form": form, "network": network, "back": reverse("companies"), "begun": begun}
    return _render_form(request, context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def edit_company_view(request: MemberRequest, company_id: int) -> HttpResponse:
    """Change the page. Where somebody saved in between, both versions stand on the page, and nothing is lost."""
    shown = seen_company(request, company_id)
    if not can_edit_company(request.user, shown):
        raise Http404
    files = chosen_files(request, shown)
    key = f"company:{shown.pk}"
    begun = begun_in(request.user, key)
    form = CompanyForm(
        request.POST or None,
        network=shown.network,
        company=shown,
        keeps_contact=can_start_company(request.user, shown.network),
        carried=files,
        initial={name: getattr(shown, name) for name in (*WORDS, *CONTACT, "version")} | initial_of(begun),
    )
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_company(
                actor=request.user,
                company=shown,
                words=_words(form),
                version=form.cleaned_data["version"] or 0,
                files=files,
            )
        except Changed as changed:
            theirs = changed.thing
            form.add_error(None, _("Somebody else saved this page meanwhile. Your words stand here, theirs below."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            discard_sent(request.user, key)
            messages.success(request, _("The page is saved."))
            return redirect("company", shown.pk)
    context = {"form": form, "company": shown, "network": shown.network, "theirs": theirs, "begun": begun}
    return _render_form(request, context | {"back": reverse("company", args=[shown.pk])})


def _words(form: CompanyForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _render_form(request: MemberRequest, context: dict[str, Any]) -> HttpResponse:
    context |= {"part_composer": ["community/attachments/_composer.html"]}
    status = 422 if context["form"].errors else 200
    return render(request, "company_network/companies/edit_company.html", context, status=status)
