"""The editors' desk: voices that are being worked on, their cuts, consents and ledger."""

from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community import clock
from community.activity.models import ActivityRecord
from community.permissions import MemberRequest, Refused, member_page
from home.testimonials.activity import SENTENCES
from home.testimonials.consents import latest_cut, present_consent, record_consent, standing_wording
from home.testimonials.forms import CutForm, RecordForm, ReleaseForm, VoiceForm, WordingForm
from home.testimonials.keeping import REMINDED_BEFORE, open_claims
from home.testimonials.models import Consent, ConsentWording, Cut, Testimonial
from home.testimonials.naming import names_in
from home.testimonials.operations import (
    Unfit,
    make_claim,
    make_cut,
    open_voice,
    release,
    revoke_claims,
    take_down,
    write_wording,
)
from home.testimonials.policy import can_keep_voices, can_release
from home.testimonials.transcript import cues_of
from home.testimonials.views import serve_sound


def _desk(request: MemberRequest) -> None:
    """To everybody else the desk does not exist."""
    if not can_keep_voices(request.user):
        raise Http404


def _voice(request: MemberRequest, code: str) -> Testimonial:
    return get_object_or_404(Testimonial.objects.visible_to(request.user), code=code)


def state_of(testimonial: Testimonial, consent: Consent | None) -> str:
    """Where a voice stands, in the words of the desk."""
    now = clock.now()
    if testimonial.erased_at:
        return _("Erased")
    if consent is None:
        return _("No yes yet")
    if consent.expires_at <= now:
        return _("Ran out")
    if testimonial.hidden_at:
        return _("Hidden by the person")
    if testimonial.taken_down_at:
        return _("Taken down by an editor")
    if consent.released_at is None:
        return _("Waits for an editor to let it go")
    if consent.opens_at > now:
        return _("Rests until its 72 hours are over")
    return _("Shown")


@member_page
@require_safe
def voices(request: MemberRequest) -> HttpResponse:
    """All voices with where they stand; those whose withdrawn words still stand on a page first, then those
    that run out soon."""
    _desk(request)
    consents: dict[int, Consent] = {}
    held = Consent.objects.filter(ended_at=None, cut__isnull=False).select_related("cut").order_by("cut__number")
    for consent in held:
        consents[consent.testimonial_id] = consent
    newest = Cut.objects.filter(testimonial=OuterRef("pk")).order_by("-number")
    found = Testimonial.objects.visible_to(request.user).annotate(question=Subquery(newest.values("question")[:1]))
    soon = clock.now() + REMINDED_BEFORE
    rows = [_row(one, consents.get(one.pk), soon) for one in found]
    rows.sort(key=lambda row: (not row["voice"].strays, row["gone"], not row["soon"], row["pk"]))
    return render(request, "home/testimonials/voices.html", {"rows": rows})


def _row(one: Testimonial, consent: Consent | None, soon: datetime) -> dict[str, Any]:
    gone = one.erased_at is not None
    return {
        "pk": one.pk,
        "voice": one,
        "question": getattr(one, "question", None),
        "consent": consent,
        "state": state_of(one, consent),
        "gone": gone,
        "soon": consent is not None and not gone and clock.now() < consent.expires_at <= soon,
    }


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_voice_view(request: MemberRequest) -> HttpResponse:
    _desk(request)
    form = VoiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        testimonial = open_voice(actor=request.user, **form.cleaned_data)
        return redirect("make_cut", testimonial.code)
    return _form(request, form, _("A new voice"), reverse("voices"), _("Go on to the words"))


def _form(request: HttpRequest, form: Any, title: str, back_url: str, deed: str, *, note: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back_url, "deed": deed, "note": note}
    return render(request, "home/testimonials/desk_form.html", context, status=422 if form.errors else 200)


@member_page
@require_safe
def voice(request: MemberRequest, code: str) -> HttpResponse:
    return _voice_page(request, _voice(request, code))


def _voice_page(request: MemberRequest, testimonial: Testimonial, status: int = 200, **more: Any) -> HttpResponse:
    consent = present_consent(testimonial)
    ledger = ActivityRecord.objects.filter(subject_type="home.testimonial", subject_id=testimonial.pk)
    context = {
        "voice": testimonial,
        "cut": latest_cut(testimonial),
        "consent": consent,
        "state": state_of(testimonial, consent),
        "may_release": consent is not None and can_release(request.user, consent),
        "release_form": ReleaseForm(),
        "names": _names(latest_cut(testimonial)),
        "consents": Consent.objects.filter(testimonial=testimonial)
        .select_related("wording", "recorded_by", "released_by", "cut")
        .prefetch_related("scopes"),
        "addresses": open_claims(testimonial),
        "address": "",
        "ledger": [
            {"at": row.at, "by": row.actor, "words": SENTENCES.get(row.kind, row.kind)}
            for row in ledger.select_related("actor").order_by("-at", "-pk")
        ],
        "places": testimonial.places.select_related("edition"),
    }
    return render(request, "home/testimonials/voice.html", context | more, status=status)


def _names(cut: Cut | None) -> str:
    """Whom the words of a cut may name besides its speaker, for whoever lets it go to look at."""
    if cut is None:
        return ""
    said = " ".join(cue.words for cue in cues_of(cut.transcript, "")) if cut.transcript else ""
    return ", ".join(names_in(f"{cut.quote}\n{said}", "da"))


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def make_cut_view(request: MemberRequest, code: str) -> HttpResponse:
    testimonial = _voice(request, code)
    last = latest_cut(testimonial)
    if request.method == "POST":
        form = CutForm(request.POST, request.FILES)
        if form.is_valid():
            sound = form.cleaned_data["sound_file"]
            try:
                make_cut(
                    actor=request.user,
                    testimonial=testimonial,
                    said=form.said,
                    sound=sound,
                    keep_sound_of=last if sound is None else None,
                )
            except Unfit as problem:
                form.add_error(problem.field, str(problem))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The cut is kept. Nobody sees it before the person has said yes to it."))
                return redirect("voice", testimonial.code)
    else:
        form = CutForm(last=last)
    note = _("What is shown now stays as it is until the person has said yes to the new cut.") if last else ""
    return _form(request, form, _("A new cut"), reverse("voice", args=[code]), _("Keep the cut"), note=note)


@member_page
@require_safe
def cut_sound(request: MemberRequest, code: str, number: int) -> HttpResponseBase:
    """For the editors' ears, before anybody else's."""
    cut = get_object_or_404(Cut.objects.exclude(sound=""), testimonial=_voice(request, code), number=number)
    return serve_sound(request, cut.sound)


@member_page
@require_POST
def make_claim_view(request: MemberRequest, code: str) -> HttpResponse:
    """Shows the new address in the answer itself: nothing keeps it, so no other page can."""
    testimonial = _voice(request, code)
    try:
        token = make_claim(actor=request.user, testimonial=testimonial)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("voice", code)
    address = settings.BASE_URL.rstrip("/") + reverse("my_voice", args=[token])
    # As large as it gets, and at its ease: it is read from a screen or a sheet by one phone, once.
    svg = segno.make(address, micro=False).svg_inline(border=4, omitsize=True, light="white")
    return _voice_page(request, testimonial, address=address, address_code=mark_safe(svg))  # noqa: S308 drawn by us


@member_page
@require_POST
def revoke_claims_view(request: MemberRequest, code: str) -> HttpResponse:
    revoke_claims(actor=request.user, testimonial=_voice(request, code))
    messages.success(request, _("The addresses are closed."))
    return redirect("voice", code)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def record_consent_view(request: MemberRequest, code: str) -> HttpResponse:
    testimonial = _voice(request, code)
    cut, wording = latest_cut(testimonial), standing_wording()
    if cut is None:
        messages.error(request, _("There is no cut to say yes to yet."))
        return redirect("voice", code)
    form = RecordForm(
        request.POST if request.method == "POST" else None, initial={"cut": cut.pk, "wording": wording.pk}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            said_to = Cut.objects.filter(testimonial=testimonial, pk=values["cut"]).first()
            by = ConsentWording.objects.filter(pk=values["wording"]).first()
            if said_to is None or by is None:
                raise Refused(_("There is a newer cut. Look at that one first."))
            record_consent(
                actor=request.user,
                cut=said_to,
                wording=by,
                scopes=values["scopes"],
                name_form=values["name_form"],
                shown_name=values["shown_name"],
                how=values["how"],
                given_at=values["given_on"],
                asked_freely=values["asked_freely"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The yes is written down. It rests for 72 hours."))
            return redirect("voice", code)
    note = _("Write down what the person said yes to, and nothing more. Their own address is the better way.")
    return _form(request, form, _("Write down a yes"), reverse("voice", args=[code]), _("Write it down"), note=note)


@member_page
@require_POST
def release_view(request: MemberRequest, code: str) -> HttpResponse:
    testimonial = _voice(request, code)
    form, consent = ReleaseForm(request.POST), present_consent(testimonial)
    if not form.is_valid():
        return _voice_page(request, testimonial, status=422, release_form=form)
    try:
        if consent is None:
            raise Refused(_("Without a yes that stands, nothing can be shown."))
        release(actor=request.user, consent=consent)
        messages.success(request, _("It is let go. It shows as soon as the yes has rested for 72 hours."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("voice", code)


@member_page
@require_POST
def take_down_view(request: MemberRequest, code: str) -> HttpResponse:
    try:
        take_down(actor=request.user, testimonial=_voice(request, code))
        messages.success(request, _("It is taken down."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("voice", code)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def write_wording_view(request: MemberRequest) -> HttpResponse:
    """The text that people are asked by, and its next version."""
    _desk(request)
    now = standing_wording()
    form = WordingForm(
        request.POST if request.method == "POST" else None, initial={"danish": now.danish, "english": now.english}
    )
    if request.method == "POST" and form.is_valid():
        write_wording(actor=request.user, **form.cleaned_data)
        messages.success(request, _("From now on people are asked by this text."))
        return redirect("voices")
    note = _("Version %(number)s holds now. Who has said yes has said it to the version of that day.") % {
        "number": now.version
    }
    return _form(request, form, _("What people are asked"), reverse("voices"), _("Make it the next version"), note=note)
