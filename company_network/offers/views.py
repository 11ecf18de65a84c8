"""Offers: the cards, one of them, writing, showing and keeping an eye on them."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.permissions import MemberRequest, has_role, member_page
from community.roles import Role
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from company_network.companies.models import Trade, companies_of
from company_network.companies.views import number_in, seen_company
from company_network.offers.forms import KeepForm, OfferForm, StateForm
from company_network.offers.models import InternshipOffer, OfferState, SavedOffer
from company_network.offers.operations import WORDS, edit_offer, save_offer, set_offer_state, write_offer
from company_network.offers.policy import can_edit_offer, can_save_offer, can_write_offer
from company_network.saving import Changed
from forums.drafts.operations import discard_sent
from forums.topics.composers import begun_in, initial_of

#: Cards on a page.
OFFERS_A_PAGE = 12


def _offers(request: MemberRequest) -> "QuerySet[InternshipOffer]":
    saved = SavedOffer.objects.filter(offer=OuterRef("pk"), person=request.user)
    seen = InternshipOffer.objects.visible_to(request.user).annotate(saved=Exists(saved))
    return seen.select_related("company__trade", "company__network")


def _before(request: MemberRequest) -> Q:
    """After the card that `?before=<microseconds>_<id>` names."""
    key = request.GET.get("before", "")
    if not key:
        return Q()
    moment, _sep, number = key.partition("_")
    if not all(part.isascii() and part.isdecimal() and len(part) < 17 for part in (moment, number)):
        raise Http404
    when = datetime.fromtimestamp(int(moment) / 1_000_000, tz=UTC)
    return Q(published_at__lt=when) | Q(published_at=when, pk__lt=int(number))


@member_page
@require_safe
def offers(request: MemberRequest) -> HttpResponse:
    """The open offers of one's networks, the newest first; of one trade with `?trade=`. Youths see with `?saved=1` what
    they keep an eye on, also where its places are taken now."""
    only_saved = request.GET.get("saved") == "1"
    trade = number_in(request, "trade")
    found = _offers(request)
    found = found.filter(saved=True) if only_saved else found.filter(state=OfferState.PUBLISHED)
    if trade is not None:
        found = found.filter(company__trade=trade)
    page = list(
        found.filter(_before(request), published_at__isnull=False).order_by("-published_at", "-pk")[: OFFERS_A_PAGE + 1]
    )
    more, page = page[OFFERS_A_PAGE:], page[:OFFERS_A_PAGE]
    open_ones = InternshipOffer.objects.visible_to(request.user).filter(state=OfferState.PUBLISHED)
    last = page[-1] if more else None
    context = {
        "offers": page,
        "older": f"{_microseconds(last.published_at)}_{last.pk}" if last and last.published_at else "",
        "saved": only_saved,
        "trade": trade,
        "trades": list(Trade.objects.filter(companies__offers__in=open_ones).distinct()),
        "is_youth": has_role(request.user, Role.YOUTH),
        "own": list(companies_of(request.user)),
    }
    return render(request, "company_network/offers/offers.html", context)


def _microseconds(moment: datetime) -> int:
    whole = int(moment.timestamp())
    return whole * 1_000_000 + moment.microsecond


def _offer(request: MemberRequest, offer_id: int) -> InternshipOffer:
    return get_object_or_404(_offers(request), pk=offer_id)


@member_page
@require_safe
def offer(request: MemberRequest, offer_id: int) -> HttpResponse:
    shown = _offer(request, offer_id)
    context = {
        "offer": shown,
        "company": shown.company,
        "edits": can_edit_offer(request.user, shown),
        "saves": can_save_offer(request.user, shown),
    }
    return render(request, "company_network/offers/offer.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def new_offer(request: MemberRequest, company_id: int) -> HttpResponse:
    """What was typed is still there after any error; "as a draft" shows it to nobody else yet."""
    company = seen_company(request, company_id)
    if not can_write_offer(request.user, company):
        raise Http404
    begun = begun_in(request.user, key := f"new_offer:{company.pk}")
    initial = {"client_uuid": uuid4(), "where": company.address, "places": 1} | initial_of(begun)
    form = OfferForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        publish = request.POST.get("as") != "draft"
        written = write_offer(
            actor=request.user,
            company=company,
            words=form.cleaned_data,
            publish=publish,
            client_uuid=form.cleaned_data["client_uuid"],
        )
        discard_sent(request.user, key)
        messages.success(
            request, _("The offer is open to the youths.") if publish else _("The offer is kept as a draft.")
        )
        return redirect("offer", written.pk)
    context = {"company": company, "back": reverse("company", args=[company.pk]), "begun": begun}
    return _render_form(request, form, context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def edit_offer_view(request: MemberRequest, offer_id: int) -> HttpResponse:
    shown = _offer(request, offer_id)
    if not can_edit_offer(request.user, shown):
        raise Http404
    begun = begun_in(request.user, key := f"offer:{shown.pk}")
    initial = {name: getattr(shown, name) for name in (*WORDS, "version")} | initial_of(begun)
    form = OfferForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_offer(
                actor=request.user,
                offer=shown,
                words=form.cleaned_data,
                version=form.cleaned_data["version"] or 0,
            )
        except Changed as changed:
            theirs = changed.thing
            form.add_error(None, _("Somebody else saved this page meanwhile. Your words stand here, theirs below."))
        else:
            discard_sent(request.user, key)
            messages.success(request, _("The offer is saved."))
            return redirect("offer", shown.pk)
    context = {"company": shown.company, "offer": shown, "theirs": theirs, "begun": begun}
    return _render_form(request, form, context | {"back": reverse("offer", args=[shown.pk])})


def _render_form(request: MemberRequest, form: OfferForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "company_network/offers/edit_offer.html", context | {"form": form}, status=status)


@member_page
@require_POST
def set_offer_state_view(request: MemberRequest, offer_id: int) -> HttpResponse:
    """Open, paused, taken, put away: one tap, and a line with "undo"."""
    shown = _offer(request, offer_id)
    if not can_edit_offer(request.user, shown):
        raise Http404
    form = StateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the buttons."))
        return redirect("offer", shown.pk)
    state = form.cleaned_data["state"]
    said = {
        OfferState.PUBLISHED: _("The offer is open to the youths."),
        OfferState.PAUSED: _("The offer is paused. Only you and the consultants see it."),
        OfferState.FILLED: _("The places are taken. Whoever looks at the offer sees so."),
        OfferState.ARCHIVED: _("The offer is put away. Only you and the consultants see it."),
    }
    set_offer_state(actor=request.user, offer=shown, state=state)
    messages.success(request, said.get(OfferState(state), _("The offer is saved.")))
    return redirect("offer", shown.pk)


@member_page
@require_POST
def save_offer_view(request: MemberRequest, offer_id: int) -> HttpResponse:
    """Keep an eye on it, or no longer; then back to where one was."""
    shown = _offer(request, offer_id)
    form = KeepForm(request.POST)
    keep = form.is_valid() and form.cleaned_data["keep"]
    if keep and not can_save_offer(request.user, shown):
        raise Http404
    save_offer(actor=request.user, offer=shown, keep=keep)
    if keep:
        messages.success(request, _("You keep an eye on it. Nobody else sees that."))
    else:
        say_with_undo(
            request, _("You do not keep an eye on it any more."), reverse("save_offer_again", args=[shown.pk])
        )
    return redirect("offer", shown.pk)


@member_page
@require_POST
def save_offer_again(request: MemberRequest, offer_id: int) -> HttpResponse:
    shown = _offer(request, offer_id)
    if not can_save_offer(request.user, shown):
        raise Http404
    save_offer(actor=request.user, offer=shown, keep=True)
    return redirect("offer", shown.pk)
