"""What is written down at a meeting: what it takes along, agreements, empty chairs, the seats of a round."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from community.attachments.choosing import chosen_files
from community.membership.models import Membership
from community.permissions import MemberRequest, Refused, member_page, require
from youth_network.agendas.models import Agenda
from youth_network.agendas.policy import youth_membership
from youth_network.agendas.views import agenda_of, placement_of
from youth_network.live_meetings.agreements import make_agreement, settle_agreement, take_agreement_back
from youth_network.live_meetings.chairs import answer_chair, leave_chair, mark_chair_read, take_chair_back
from youth_network.live_meetings.forms import (
    AgreementForm,
    ChairAnswerForm,
    ChairForm,
    RoundForm,
    SettlingForm,
    TakeawayForm,
)
from youth_network.live_meetings.models import Agreement, EmptyChair, RoundStep, WitnessRound
from youth_network.live_meetings.page import people_of
from youth_network.live_meetings.policy import can_leave_chair
from youth_network.live_meetings.rounds import begin_round, go_to_step, leave_round
from youth_network.live_meetings.running import write_takeaway
from youth_network.live_meetings.views import do, running


@member_page
@require_POST
@vary_on_headers("HX-Request")
def write_takeaway_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    agenda, place = running(request, placement_id)
    form = TakeawayForm(request.POST, auto_id=f"takeaway-{place.pk}-%s")

    def deed() -> None:
        require(form.is_valid(), " ".join(map(str, form.errors.get("takeaway", []))))
        write_takeaway(actor=request.user, placement=place, words=form.cleaned_data["takeaway"])

    return do(request, agenda.pk, deed, takeaway_form=form)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def make_agreement_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Write an agreement down, about the item it was begun at where there is one."""
    agenda = agenda_of(request, meeting_id)
    form = AgreementForm(request.POST, agenda=agenda, people=people_of(agenda), auto_id="agreement-%s")

    def deed() -> None:
        require(form.is_valid(), _("The agreement is not written down yet."))
        make_agreement(actor=request.user, agenda=agenda, **form.cleaned_data)

    return do(request, agenda.pk, deed, agreement_form=form, agreement_open=True)


def _agreement(request: MemberRequest, agreement_id: int) -> Agreement:
    agreements = Agreement.objects.filter(agenda__in=Agenda.objects.visible_to(request.user))
    return get_object_or_404(agreements.select_related("agenda__meeting__group", "placement__item"), pk=agreement_id)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def take_agreement_back_view(request: MemberRequest, agreement_id: int) -> HttpResponse:
    agreement = _agreement(request, agreement_id)
    return do(request, agreement.agenda_id, lambda: take_agreement_back(actor=request.user, agreement=agreement))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def settle_agreement_view(request: MemberRequest, agreement_id: int, meeting_id: int) -> HttpResponse:
    """Say what became of it, on the page of the meeting that opens with it."""
    agreement, agenda = _agreement(request, agreement_id), agenda_of(request, meeting_id)
    form = SettlingForm(request.POST)
    typed = {"agreement": agreement.pk, "became": request.POST.get("became", "")}

    def deed() -> None:
        require(form.is_valid(), " ".join(str(e) for errors in form.errors.values() for e in errors))
        settle_agreement(actor=request.user, agreement=agreement, **form.cleaned_data)

    return do(request, agenda.pk, deed, settling=typed)


# --- the empty chair ----------------------------------------------------------------------------------------------
def _readers(request: MemberRequest, agenda: Agenda) -> "QuerySet[Membership]":
    own = youth_membership(request.user, agenda.meeting.group_id)
    return people_of(agenda).exclude(pk=own.pk if own else 0)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave_chair_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Leave a line or a clip on an item, for somebody to read out.

    Where the item was done meanwhile the words come back, with why: what a youth of the group wrote is not dropped.
    """
    place = placement_of(request, placement_id)
    agenda = place.agenda
    own = youth_membership(request.user, agenda.meeting.group_id)
    chair = EmptyChair.objects.filter(placement=place, author=own).first() if own else None
    may_leave = can_leave_chair(request.user, place)
    require(may_leave or (own is not None and request.method == "POST"), _("That item takes no empty chair any more."))
    files = chosen_files(request, chair)
    initial = {"words": chair.words, "reader": chair.reader_id} if chair else {}
    form = ChairForm(
        request.POST if request.method == "POST" else None, people=_readers(request, agenda), initial=initial
    )
    form.carried = files  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        for fault in files.faults:
            form.add_error(None, fault)
        if not form.errors:
            try:
                leave_chair(actor=request.user, placement=place, files=files, **form.cleaned_data)
            except Refused as refusal:
                form.add_error("words", str(refusal))
            else:
                messages.success(request, _("It is kept on your chair."))
                return redirect(reverse("agenda", args=[agenda.pk]) + f"#item-{place.pk}")
    context = {
        "place": place,
        "agenda": agenda,
        "chair": chair,
        "may_leave": may_leave,
        "form": form,
        "space": agenda.meeting.group.space,
    }
    return render(request, "youth_network/live_meetings/leave_chair.html", context, status=422 if form.errors else 200)


def _chair(request: MemberRequest, chair_id: int) -> EmptyChair:
    chairs = EmptyChair.objects.visible_to(request.user).select_related("placement__agenda__meeting__group")
    return get_object_or_404(chairs, pk=chair_id)


@member_page
@require_POST
def take_chair_back_view(request: MemberRequest, chair_id: int) -> HttpResponse:
    chair = _chair(request, chair_id)
    try:
        take_chair_back(actor=request.user, chair=chair)
        messages.success(request, _("You have taken it back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agenda", chair.placement.agenda_id)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def mark_chair_read_view(request: MemberRequest, chair_id: int) -> HttpResponse:
    chair = _chair(request, chair_id)
    return do(request, chair.placement.agenda_id, lambda: mark_chair_read(actor=request.user, chair=chair))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def answer_chair_view(request: MemberRequest, chair_id: int) -> HttpResponse:
    chair, form = _chair(request, chair_id), ChairAnswerForm(request.POST)
    typed = {"chair": chair.pk, "words": request.POST.get("answer", "")}

    def deed() -> None:
        require(form.is_valid(), " ".join(map(str, form.errors.get("answer", []))))
        answer_chair(actor=request.user, chair=chair, words=form.cleaned_data["answer"])

    return do(request, chair.placement.agenda_id, deed, answering=typed)


# --- a bevidning round --------------------------------------------------------------------------------------------
@member_page
@require_POST
@vary_on_headers("HX-Request")
def begin_round_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    agenda, place = running(request, placement_id)
    form = RoundForm(request.POST, people=people_of(agenda))

    def deed() -> None:
        require(form.is_valid(), _("Choose one who tells and up to three others."))
        begin_round(
            actor=request.user,
            placement=place,
            teller=form.cleaned_data["teller"],
            witnesses=list(form.cleaned_data["witnesses"]),
        )

    return do(request, agenda.pk, deed, round_form=form)


def _round(request: MemberRequest, placement_id: int) -> WitnessRound:
    place = placement_of(request, placement_id)
    return get_object_or_404(WitnessRound.objects.select_related("placement__agenda__meeting"), pk=place.pk)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def go_to_step_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """From the step that was `seen` to another one."""
    witness_round, seen, step = _round(request, placement_id), request.POST.get("seen"), request.POST.get("step")
    if seen not in RoundStep.values or step not in RoundStep.values:
        raise Http404
    deed = lambda: go_to_step(actor=request.user, witness_round=witness_round, seen=seen, step=step)  # noqa: E731
    return do(request, witness_round.placement.agenda_id, deed)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def leave_round_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Step out oneself."""
    witness_round = _round(request, placement_id)
    own = youth_membership(request.user, witness_round.placement.agenda.meeting.group_id)
    if own is None:
        raise Http404
    deed = lambda: leave_round(actor=request.user, witness_round=witness_round, membership=own)  # noqa: E731
    return do(request, witness_round.placement.agenda_id, deed)
