"""The meeting while it is held: one live page in two forms, and the deeds of those who lead it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.membership.models import Membership
from community.permissions import MemberRequest, Refused, member_page
from youth_network.agendas.models import Agenda, Outcome, Phase, Placement
from youth_network.agendas.views import agenda_of, placement_of
from youth_network.live_meetings.frame import hand_to_consultant, take_frame_back, take_turn, take_turn_back
from youth_network.live_meetings.models import HostScript, Wish
from youth_network.live_meetings.page import live_context, people_of
from youth_network.live_meetings.running import (
    end_meeting,
    finish_item,
    give_more_time,
    go_to_check_out,
    go_to_items,
    reopen_item,
    start_item,
    start_meeting,
    wish_time,
)


def show(request: MemberRequest, agenda: Agenda, **more: Any) -> HttpResponse:
    """The page as it stands now, or what a script fetches of it; `?screen` in the form of a shared screen."""
    screen = "screen" in request.GET or "screen" in request.POST
    # A script shows what it is given; to a browser this says that nothing was taken.
    status = 422 if more and not request.htmx else 200
    context = live_context(request.user, agenda) | {"screen": screen} | more
    context["may_agree"] = context["may_drive"] and not screen and agenda.phase != Phase.CHECK_IN
    template = "_live.html" if request.htmx else "live.html"
    return render(request, f"youth_network/live_meetings/{template}", context, status=status)


def do(request: MemberRequest, agenda_id: int, deed: Callable[[], object], **more: Any) -> HttpResponse:
    """Do the deed and show where the meeting stands; a refusal is a sentence above it, and what was typed stays."""
    problem = ""
    try:
        deed()
    except Refused as refusal:
        problem = str(refusal)
    if request.htmx:
        return show(request, agenda_of(request, agenda_id), problem=problem, **(more if problem else {}))
    if problem and more:
        return show(request, agenda_of(request, agenda_id), problem=problem, **more)
    if problem:
        messages.error(request, problem)
    return redirect(reverse("live_meeting", args=[agenda_id]) + ("?screen" if "screen" in request.POST else ""))


@member_page
@require_safe
@vary_on_headers("HX-Request")
def live_meeting(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Where the meeting stands."""
    agenda = agenda_of(request, meeting_id)
    if agenda.phase == Phase.CLOSED and not request.htmx:
        return redirect("minutes", agenda.pk)
    return show(request, agenda)


@member_page
@require_safe
def host_script(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """How one hosts, for whoever does it the first time."""
    agenda = agenda_of(request, meeting_id)
    context = {"agenda": agenda, "space": agenda.meeting.group.space, "script": HostScript.in_language()}
    return render(request, "youth_network/live_meetings/host_script.html", context)


def at_the_meeting(operation: Callable[..., object]) -> Callable[..., HttpResponseBase]:
    """The view of a deed that needs to know the meeting alone."""

    @member_page
    @require_POST
    @vary_on_headers("HX-Request")
    def view(request: MemberRequest, meeting_id: int) -> HttpResponse:
        agenda = agenda_of(request, meeting_id)
        return do(request, agenda.pk, lambda: operation(actor=request.user, agenda=agenda))

    return view


def at_the_item(operation: Callable[..., object]) -> Callable[..., HttpResponseBase]:
    """The view of a deed that needs to know the item's place alone."""

    @member_page
    @require_POST
    @vary_on_headers("HX-Request")
    def view(request: MemberRequest, placement_id: int) -> HttpResponse:
        place = placement_of(request, placement_id)
        return do(request, place.agenda_id, lambda: operation(actor=request.user, placement=place))

    return view


start_meeting_view = at_the_meeting(start_meeting)
go_to_items_view = at_the_meeting(go_to_items)
go_to_check_out_view = at_the_meeting(go_to_check_out)
start_item_view = at_the_item(start_item)
reopen_item_view = at_the_item(reopen_item)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def take_turn_view(request: MemberRequest, meeting_id: int, membership_id: int) -> HttpResponse:
    """Note somebody's turn; `back` takes it back."""
    agenda = agenda_of(request, meeting_id)
    youth = get_object_or_404(Membership.objects.current(), pk=membership_id, group=agenda.meeting.group_id)
    deed = take_turn_back if "back" in request.POST else take_turn
    return do(request, agenda.pk, lambda: deed(actor=request.user, agenda=agenda, membership=youth))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def end_meeting_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """End it; who ended it goes on to the minutes."""
    agenda = agenda_of(request, meeting_id)
    response = do(request, agenda.pk, lambda: end_meeting(actor=request.user, agenda=agenda))
    ended = Agenda.objects.filter(pk=agenda.pk, phase=Phase.CLOSED).exists()
    return redirect("minutes", agenda.pk) if ended and not request.htmx else response


@member_page
@require_POST
@vary_on_headers("HX-Request")
def finish_item_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """On to the next: `outcome` says whether this one was discussed or is parked."""
    place = placement_of(request, placement_id)
    outcome = Outcome.PARKED if request.POST.get("outcome") == Outcome.PARKED else Outcome.DISCUSSED
    return do(request, place.agenda_id, lambda: finish_item(actor=request.user, placement=place, outcome=outcome))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def give_more_time_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Five minutes more; `given` is how many had been given on the page that was pressed."""
    place = placement_of(request, placement_id)
    given = request.POST.get("given", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 4):
        raise Http404
    return do(request, place.agenda_id, lambda: give_more_time(actor=request.user, placement=place, given=int(given)))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def wish_time_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    place, wish = placement_of(request, placement_id), request.POST.get("wish", "")
    if wish not in Wish.values:
        raise Http404
    return do(request, place.agenda_id, lambda: wish_time(actor=request.user, placement=place, wish=wish))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def hand_to_consultant_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Ask a consultant (`consultant`, a membership) to go on; `back` takes the frame back."""
    agenda = agenda_of(request, meeting_id)
    if "back" in request.POST:
        return do(request, agenda.pk, lambda: take_frame_back(actor=request.user, agenda=agenda))
    key = request.POST.get("consultant", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 18):
        raise Http404
    consultant = get_object_or_404(people_of(agenda), pk=int(key))
    deed = lambda: hand_to_consultant(actor=request.user, agenda=agenda, consultant=consultant)  # noqa: E731
    return do(request, agenda.pk, deed)


def running(request: MemberRequest, placement_id: int) -> tuple[Agenda, Placement]:
    place = placement_of(request, placement_id)
    return agenda_of(request, place.agenda_id), place
