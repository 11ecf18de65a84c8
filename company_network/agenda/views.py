"""A meeting of companies or teams: who comes, what it is about, and what one takes along."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.meetings.models import Meeting
from community.meetings.views import mark_meeting_seen, seen_meeting, shown_meeting
from community.permissions import MemberRequest, Refused, member_page
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from company_network.agenda.forms import NotesForm, PointForm
from company_network.agenda.models import ROOM_FOR, MeetingNotes, MeetingPoint
from company_network.agenda.operations import propose_point, remove_point, restore_point, write_notes
from company_network.agenda.policy import KINDS, can_propose_point, can_remove_point, can_write_notes
from company_network.saving import Changed
from forums.drafts.operations import discard_sent
from forums.topics.composers import begun_in, initial_of


def _meeting(request: MemberRequest, meeting_id: int) -> Meeting:
    found = seen_meeting(request, meeting_id)
    if found.group.kind not in KINDS:
        raise Http404
    return found


@member_page
@require_safe
@vary_on_headers("HX-Request")
def company_meeting(request: MemberRequest, meeting_id: int) -> HttpResponse:
    found = _meeting(request, meeting_id)
    if not request.htmx:
        mark_meeting_seen(request, found)
    return _render(request, found)


def _render(request: MemberRequest, meeting: Meeting, form: PointForm | None = None) -> HttpResponse:
    points = list(MeetingPoint.objects.filter(meeting=meeting, removed_at=None).select_related("proposer", "company"))
    places: list[dict[str, Any]] = []
    proposes = can_propose_point(request.user, meeting)
    for kind, room in ROOM_FOR.items():
        standing = {point.slot: point for point in points if point.kind == kind}
        free = [slot for slot in range(1, room + 1) if slot not in standing]
        for slot in range(1, room + 1):
            point = standing.get(slot)
            asks = proposes and free[:1] == [slot]
            typed = form if form is not None and asks and form.data.get("kind") == kind else None
            places.append(
                {
                    "kind": kind,
                    "slot": slot,
                    "point": point,
                    "removes": point is not None and _removes(request, point, meeting),
                    "form": (typed or PointForm(initial={"kind": kind.value, "client_uuid": uuid4()}))
                    if asks
                    else None,
                    "open": typed is not None,
                }
            )
    if form is not None and not any(place["open"] for place in places):
        # No place is free any more: the words stand on the page all the same.
        places.append({"unsent": form})
    context = shown_meeting(request, meeting) | {
        "places": places,
        "proposes": proposes,
        "notes": MeetingNotes.objects.filter(meeting=meeting).select_related("changed_by").first(),
        "writes": can_write_notes(request.user, meeting),
        "who_sees": _who_sees(meeting),
    }
    template = "_agenda" if request.htmx and form is None else "company_meeting"
    return render(request, f"company_network/agenda/{template}.html", context, status=422 if form is not None else 200)


def _removes(request: MemberRequest, point: MeetingPoint, meeting: Meeting) -> bool:
    point.meeting = meeting
    return can_remove_point(request.user, point)


def _who_sees(meeting: Meeting) -> str:
    if meeting.is_across:
        return _("The staff of all networks and the programme. Neither companies nor youths.")
    return meeting.group.space.who_sees()


@member_page
@require_POST
@tells_scripts_where
def propose_point_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """What was typed is still there after any error, also where the last place went meanwhile."""
    found = _meeting(request, meeting_id)
    form = PointForm(request.POST)
    if form.is_valid():
        try:
            point = propose_point(actor=request.user, meeting=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say_with_undo(request, _("It stands on the agenda."), reverse("remove_point", args=[point.pk]))
            return redirect("company_meeting", found.pk)
    return _render(request, found, form)


def _point(request: MemberRequest, point_id: int) -> MeetingPoint:
    seen = MeetingPoint.objects.filter(meeting__in=Meeting.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("meeting__group"), pk=point_id)


@member_page
@require_POST
def remove_point_view(request: MemberRequest, point_id: int) -> HttpResponse:
    point = _point(request, point_id)
    remove_point(actor=request.user, point=point)
    say_with_undo(request, _("It is off the agenda."), reverse("restore_point", args=[point.pk]))
    return redirect("company_meeting", point.meeting_id)


@member_page
@require_POST
def restore_point_view(request: MemberRequest, point_id: int) -> HttpResponse:
    point = _point(request, point_id)
    restore_point(actor=request.user, point=point)
    messages.success(request, _("It stands on the agenda."))
    return redirect("company_meeting", point.meeting_id)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def write_notes_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Where somebody saved in between, both texts stand on the page, and nothing is lost."""
    found = _meeting(request, meeting_id)
    if not can_write_notes(request.user, found):
        raise Http404
    key = f"notes:{found.pk}"
    begun = begun_in(request.user, key)
    notes = MeetingNotes.objects.filter(meeting=found).first()
    initial = {"text": notes.text if notes else "", "version": notes.version if notes else 0} | initial_of(begun)
    form = NotesForm(request.POST if request.method == "POST" else None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            write_notes(actor=request.user, meeting=found, **form.cleaned_data)
        except Changed as changed:
            theirs = changed.thing
            form.add_error(None, _("Somebody else saved this page meanwhile. Your words stand here, theirs below."))
        else:
            discard_sent(request.user, key)
            messages.success(request, _("The notes are kept."))
            return redirect("company_meeting", found.pk)
    context = {"form": form, "meeting": found, "group": found.group, "begun": begun, "theirs": theirs}
    context |= {"who_sees": _who_sees(found)}
    return render(request, "company_network/agenda/write_notes.html", context, status=422 if form.errors else 200)
