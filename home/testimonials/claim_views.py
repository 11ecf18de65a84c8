"""One's own voice, at a secret address and without an account: see, hear, say yes, hide, withdraw, get the receipt."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community import clock
from community.people.limits import address_may_be_read
from community.permissions import Refused
from home.testimonials.consents import (
    change_consent,
    claim_of,
    give_consent,
    hide_voice,
    latest_cut,
    present_consent,
    renew_consent,
    show_voice,
    standing_wording,
    wish_for_voice,
    withdraw_consent,
)
from home.testimonials.forms import ChangeForm, ConsentForm, WishForm
from home.testimonials.models import (
    HOLDS,
    PAUSE,
    Claim,
    Consent,
    ConsentWording,
    Cut,
    NameForm,
    Scope,
    Testimonial,
    Voice,
)
from home.testimonials.operations import token_digest
from home.testimonials.telling import Telling, name_of
from home.testimonials.views import clip_context, serve_sound

#: Where a voice is used besides this site, as sentences; editions tell of paper there.
uses: list[Callable[[Testimonial], list[str]]] = []


def claim_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for whoever holds the secret address. Nothing keeps it, and no page learns of it by a link."""

    @wraps(view)
    @never_cache
    def page(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not address_may_be_read(request, token_digest(token)):
            response = respond_429(request)
            response.headers["Retry-After"] = "3600"
            response.headers["Referrer-Policy"] = "strict-origin"
            return response
        claim = claim_of(token)
        if claim is None:
            raise Http404
        chosen = request.GET.get("in", "")
        if chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
        response = view(request, token, claim, *args, **kwargs)
        if chosen in dict(settings.LANGUAGES):
            # The one cookie that remembers a language; pages behind the other buttons read it.
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", secure=request.is_secure())
        # Not no-referrer: with that, browsers send forms without saying where they come from (docs/decisions/0004).
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, noarchive"
        return response

    return page


def _language() -> str:
    return "en" if (get_language() or "da") == "en" else "da"


def _page(
    request: HttpRequest, token: str, claim: Claim, *, form: Any = None, wish: WishForm | None = None
) -> HttpResponse:
    testimonial = Testimonial.objects.get(pk=claim.testimonial_id)
    cut, consent = latest_cut(testimonial), present_consent(testimonial)
    asked = cut is not None and (consent is None or consent.cut_id != cut.pk)
    wording = standing_wording()
    context: dict[str, Any] = {
        "token": token,
        "testimonial": testimonial,
        "cut": cut,
        "asked": asked,
        "consent": consent,
        "wording": wording,
        "wording_words": _words(wording),
        "pause_hours": int(PAUSE.total_seconds() // 3600),
        "holds_days": HOLDS.days,
        "state": _state(testimonial, consent),
        "earlier_shown": Consent.objects.standing().filter(testimonial=testimonial).exclude(pk=consent.pk).exists()
        if consent
        else False,
        "receipts": Consent.objects.filter(testimonial=testimonial).select_related("wording").order_by("given_at"),
        "uses": [sentence for use in uses for sentence in use(testimonial)],
        "language_links": [
            {"code": code, "label": label, "url": f"?in={code}", "current": code == _language()}
            for code, label in (("da", "Dansk"), ("en", "English"))
        ],
    }
    if cut is not None:
        context["telling"] = _as_shown(testimonial, cut, consent, _language())
    if form is not None:
        context["form"] = form
    elif asked:
        context["form"] = ConsentForm(initial={"cut": cut.pk, "wording": wording.pk})  # type: ignore[union-attr]
    elif consent is not None:
        form_of, name = (consent.next_name_form, consent.next_name) if consent.next_name_at else consent.name
        ticked = consent.scopes.filter(ended_at=None).values_list("scope", flat=True)
        context["form"] = ChangeForm(initial={"scopes": list(ticked), "name_form": form_of, "shown_name": name})
    context["wish"] = wish or WishForm(initial={"voice": testimonial.wished_voice or None})
    wrong = bool((form is not None and form.errors) or (wish is not None and wish.errors))
    return render(request, "home/testimonials/my_voice.html", context, status=422 if wrong else 200)


def _words(wording: ConsentWording) -> list[str]:
    text = wording.english if _language() == "en" else wording.danish
    return [part for part in text.split("\n\n") if part.strip()]


def _state(testimonial: Testimonial, consent: Consent | None) -> str:
    now = clock.now()
    if testimonial.erased_at:
        return "erased"
    if consent is None:
        return "asked"
    if consent.expires_at <= now:
        return "over"
    if testimonial.hidden_at:
        return "hidden"
    if testimonial.taken_down_at:
        return "taken_down"
    if consent.opens_at > now:
        return "resting"
    return "shown" if consent.released_at else "waiting"


def _as_shown(testimonial: Testimonial, cut: Cut, consent: Consent | None, language: str) -> Telling:
    form, name = consent.name if consent else (NameForm.ROLE, "")
    scopes = consent.scopes.filter(ended_at=None).values_list("scope", flat=True) if consent else ()
    return _telling(testimonial, cut, form, name, frozenset(scopes), language)


def _telling(
    testimonial: Testimonial, cut: Cut, form: str, name: str, scopes: frozenset[str], language: str
) -> Telling:
    return Telling(
        testimonial=testimonial,
        cut=cut,
        language=language,
        name=name_of(form, name, testimonial.speaker, language),
        municipality=testimonial.municipality if Scope.MUNICIPALITY in scopes else "",
        scopes=scopes,
        opened_at=clock.now(),
    )


@claim_page
@require_safe
def my_voice(request: HttpRequest, token: str, claim: Claim) -> HttpResponse:
    """What it says, where it is shown until when, and every way to change that."""
    return _page(request, token, claim)


@claim_page
@require_safe
def my_voice_sound(request: HttpRequest, token: str, claim: Claim, number: int) -> HttpResponseBase:
    """The sound of one's own cut, before anybody else may hear it."""
    cut = Cut.objects.filter(testimonial=claim.testimonial, number=number).exclude(sound="").first()
    if cut is None:
        raise Http404
    return serve_sound(request, cut.sound)


@claim_page
@require_POST
def preview_my_voice(request: HttpRequest, token: str, claim: Claim) -> HttpResponse:
    """The page as everybody would see it by these ticks and this name. Nothing is kept: a POST, so that the name
    stands in no address."""
    testimonial, cut = claim.testimonial, latest_cut(claim.testimonial)
    if cut is None:
        raise Http404
    form: Any = ChangeForm(request.POST)
    if not form.is_valid():
        if "cut" in request.POST:
            form = ConsentForm(request.POST)
            form.is_valid()
        return _page(request, token, claim, form=form)
    values = form.cleaned_data
    telling = _telling(
        testimonial, cut, values["name_form"], values["shown_name"], frozenset(values["scopes"]), _language()
    )
    context = clip_context(telling, request) | {"token": token, "language_links": []}
    return render(request, "home/testimonials/my_preview.html", context)


@claim_page
@require_POST
def give_consent_view(request: HttpRequest, token: str, claim: Claim) -> HttpResponse:
    form = ConsentForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        cut = Cut.objects.filter(testimonial=claim.testimonial, pk=values["cut"]).first()
        wording = ConsentWording.objects.filter(pk=values["wording"]).first()
        try:
            if cut is None or wording is None:
                raise Refused(_("There is a newer cut. Look at that one first."))
            give_consent(
                claim=claim,
                cut=cut,
                wording=wording,
                scopes=values["scopes"],
                name_form=values["name_form"],
                shown_name=values["shown_name"],
                language=_language(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Nobody sees it yet: it rests for 72 hours first."))
            return redirect("my_voice", token)
    return _page(request, token, claim, form=form)


@claim_page
@require_POST
def change_consent_view(request: HttpRequest, token: str, claim: Claim) -> HttpResponse:
    form = ChangeForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            change_consent(
                claim=claim,
                scopes=values["scopes"],
                name_form=values["name_form"],
                shown_name=values["shown_name"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("It is changed. What you closed is closed now; what you opened rests for 72 hours.")
            )
            return redirect("my_voice", token)
    return _page(request, token, claim, form=form)


@claim_page
@require_POST
def wish_for_voice_view(request: HttpRequest, token: str, claim: Claim) -> HttpResponse:
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            wish_for_voice(claim=claim, voice=Voice(form.cleaned_data["voice"]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("We make a new cut and show it to you here first."))
            return redirect("my_voice", token)
    return _page(request, token, claim, wish=form)


def _deed(deed: Callable[..., Any], said: Callable[[Any], str]) -> Callable[..., HttpResponseBase]:
    """A button without a form behind it, and what is said of what came of it."""

    @claim_page
    @require_POST
    def view(request: HttpRequest, token: str, claim: Claim) -> HttpResponse:
        try:
            messages.success(request, said(deed(claim=claim)))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("my_voice", token)

    return view


def _renewed(consent: Consent) -> str:
    if consent.opens_at > clock.now():
        return _("Thank you. It rests for 72 hours again, and then your yes holds for a year.")
    return _("Your yes holds for another year.")


hide_voice_view = _deed(hide_voice, lambda _done: _("It is hidden. Nobody can see or hear it now."))
show_voice_view = _deed(show_voice, lambda _done: _("It is shown again."))
renew_consent_view = _deed(renew_consent, _renewed)
withdraw_consent_view = _deed(
    withdraw_consent, lambda _done: _("It is withdrawn. Words, sound and name are erased here.")
)
