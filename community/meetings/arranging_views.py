"""What consultants arrange: the weekly rhythm, single meetings, moving and cancelling."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.meetings.forms import AcrossForm, MeetingForm, ReasonForm, SeriesForm
from community.meetings.models import Meeting, MeetingSeries
from community.meetings.operations import cancel_meeting, hold_meeting_after_all, move_meeting, open_meeting
from community.meetings.policy import can_arrange, can_arrange_meetings, can_change_meeting
from community.meetings.views import seen_group, seen_meeting
from community.meetings.weekly import end_series, set_series
from community.meetings.wording import when_of
from community.membership.models import Group
from community.permissions import MemberRequest, Refused, is_programme, member_page, memberships, require
from community.roles import GroupKind, Role


def _arranged(
    request: MemberRequest,
    *,
    form: forms.Form,
    deed: Callable[[dict[str, Any]], Any],
    said: str,
    back: str,
    page: dict[str, Any],
) -> HttpResponse:
    """A page that is one form. What the operation refuses about the values stands at the form."""
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(back)
    status = 422 if form.errors else 200
    return render(request, "community/meetings/form.html", {"form": form, "back": back} | page, status=status)


def _sent(request: MemberRequest) -> QueryDict | None:
    """What the form sent, also where it sent nothing."""
    return request.POST if request.method == "POST" else None


def _only_consultants(request: MemberRequest, group: Group) -> None:
    require(can_arrange_meetings(request.user, group), _("Only the network's consultants arrange meetings."))


def _only_arrangers(request: MemberRequest, meeting: Meeting) -> None:
    require(can_arrange(request.user, meeting), _("Only the network's consultants arrange meetings."))


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_meeting_across_view(request: MemberRequest) -> HttpResponse:
    """A team invites the staff of all networks; programme staff choose which team."""
    person = request.user
    teams = Group.objects.filter(kind=GroupKind.TEAM).order_by("name")
    if not is_programme(person):
        held = [m.network_id for m in memberships(person) if m.role == Role.CONSULTANT]
        teams = teams.filter(network__in=held)
    if not teams.exists():
        raise Http404
    form = AcrossForm(_sent(request), groups=teams)
    return _arranged(
        request,
        form=form,
        deed=lambda values: open_meeting(
            actor=person, group=values["group"], across=True, **MeetingForm.time_and_place(values)
        ),
        said=_("The meeting is there, and the staff of all networks are told."),
        back=reverse("meetings"),
        page={
            "title": _("A meeting across the municipalities"),
            "about": _("The staff of all networks, and the programme"),
            "button": _("Arrange the meeting"),
            "icon": "plus",
        },
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def open_meeting_view(request: MemberRequest, group_id: int) -> HttpResponse:
    group = seen_group(request, group_id)
    _only_consultants(request, group)
    return _arranged(
        request,
        form=MeetingForm(_sent(request), group=group),
        deed=lambda values: open_meeting(actor=request.user, group=group, **MeetingForm.time_and_place(values)),
        said=_("The meeting is there, and the group is told."),
        back=reverse("group_meetings", args=[group.pk]),
        page={
            "title": _("A meeting besides the usual ones"),
            "about": group.name,
            "button": _("Arrange the meeting"),
            "icon": "plus",
        },
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def set_series_view(request: MemberRequest, group_id: int) -> HttpResponse:
    group = seen_group(request, group_id)
    _only_consultants(request, group)
    series = MeetingSeries.objects.present().filter(group=group).first()
    fields = ("weekday", "begins", "minutes", "place")
    now = {name: getattr(series, name) for name in fields} if series else {"weekday": 3}
    return _arranged(
        request,
        form=SeriesForm(_sent(request), initial=now),
        deed=lambda values: set_series(actor=request.user, group=group, **values),
        said=_("The weekly time is set, and the group is told."),
        back=reverse("group_meetings", args=[group.pk]),
        page={
            "title": _("The weekly meeting"),
            "about": group.name,
            "words": _("Meetings that were moved or cancelled one by one stay as they are.") if series else "",
            "button": _("Set the weekly meeting"),
            "icon": "check",
            "end_url": reverse("end_series", args=[group.pk]) if series else "",
        },
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def end_series_view(request: MemberRequest, group_id: int) -> HttpResponse:
    group = seen_group(request, group_id)
    _only_consultants(request, group)
    return _arranged(
        request,
        form=ReasonForm(_sent(request)),
        deed=lambda values: end_series(actor=request.user, group=group, reason=values["reason"]),
        said=_("The group no longer meets every week, and is told."),
        back=reverse("group_meetings", args=[group.pk]),
        page={
            "title": _("End the weekly meetings"),
            "about": group.name,
            "words": _("The meetings to come are cancelled. Those that were moved one by one are held."),
            "button": _("End the weekly meetings"),
            "icon": "x",
        },
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def move_meeting_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    found = seen_meeting(request, meeting_id)
    _only_arrangers(request, found)
    require(can_change_meeting(request.user, found), _("This meeting cannot be moved any more."))
    return _arranged(
        request,
        form=MeetingForm(_sent(request), group=found.group, initial=MeetingForm.begun_with(found)),
        deed=lambda values: move_meeting(actor=request.user, meeting=found, **MeetingForm.time_and_place(values)),
        said=_("The meeting is moved, and the group is told."),
        back=reverse("meeting", args=[found.pk]),
        page={
            "title": _("Move the meeting"),
            "about": f"{found.group.name}, {when_of(found)}",
            "words": _("With another time everybody is asked anew whether they come."),
            "button": _("Move the meeting"),
            "icon": "calendar-days",
        },
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_meeting_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    found = seen_meeting(request, meeting_id)
    _only_arrangers(request, found)
    return _arranged(
        request,
        form=ReasonForm(_sent(request)),
        deed=lambda values: cancel_meeting(actor=request.user, meeting=found, reason=values["reason"]),
        said=_("The meeting is cancelled, and the group is told."),
        back=reverse("meeting", args=[found.pk]),
        page={
            "title": _("Cancel the meeting"),
            "about": f"{found.group.name}, {when_of(found)}",
            "words": _("It stays on the page as cancelled, and you can take it back."),
            "button": _("Cancel the meeting"),
            "icon": "x",
        },
    )


@member_page
@require_POST
def hold_meeting_after_all_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    found = seen_meeting(request, meeting_id)
    hold_meeting_after_all(actor=request.user, meeting=found)
    messages.success(request, _("The meeting is held after all, and the group is told."))
    return redirect("meeting", found.pk)
