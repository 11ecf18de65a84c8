"""A group's meetings: the pages and the two buttons. What consultants arrange stands in arranging_views.py."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community import clock
from community.meetings.forms import AnswerForm, BackForm
from community.meetings.models import ACROSS, Answer, Meeting, MeetingNews, MeetingSeries
from community.meetings.opening import on_the_table, page_of
from community.meetings.operations import (
    answer_meeting,
    withdraw_answer,
)
from community.meetings.policy import can_arrange_meetings, can_open_across
from community.meetings.standing import standing_of, standings
from community.meetings.wording import rhythm_of, when_of
from community.membership.models import Group
from community.notifications.operations import mark_read_about
from community.permissions import MemberRequest, is_programme, is_staff, member_page
from community.spaces.models import Space

EARLIER_A_PAGE = 20


def seen_meeting(request: MemberRequest, meeting_id: int) -> Meeting:
    seen = Meeting.objects.visible_to(request.user).select_related("group__network")
    return get_object_or_404(seen, pk=meeting_id)


def seen_group(request: MemberRequest, group_id: int) -> Group:
    spaces = Space.objects.visible_to(request.user).filter(group__isnull=False)
    return get_object_or_404(Group.objects.select_related("network"), pk=group_id, space__in=spaces)


# --- the pages ----------------------------------------------------------------------------------------------------
@member_page
@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """To the next meeting of one's group; who sees several groups gets the list of them."""
    spaces = Space.objects.visible_to(request.user).filter(group__isnull=False)
    groups = list(Group.objects.filter(space__in=spaces).select_related("network").order_by("network", "kind", "name"))
    coming = Meeting.objects.filter(group__in=groups).upcoming().held().select_related("group")
    following: dict[int, Meeting] = {}
    for meeting in coming:
        following.setdefault(meeting.group_id, meeting)
    across = list(Meeting.objects.filter(ACROSS).upcoming().select_related("group")) if is_staff(request.user) else []
    if len(groups) == 1 and not across:
        only = following.get(groups[0].pk)
        return redirect(page_of(only) if only else reverse("group_meetings", args=[groups[0].pk]))
    stand = {s.meeting.group_id: s for s in standings(request.user, following.values())}
    several = len({group.network_id for group in groups}) > 1
    return render(
        request,
        "community/meetings/meetings.html",
        {
            "groups": [(group, stand.get(group.pk)) for group in groups],
            "several_networks": several,
            "across": standings(request.user, across),
            "opens_across": is_programme(request.user) or any(can_open_across(request.user, group) for group in groups),
        },
    )


@member_page
@require_safe
def group_meetings(request: MemberRequest, group_id: int) -> HttpResponse:
    """The meetings to come, with what one answered; for consultants the ways to arrange them."""
    group = seen_group(request, group_id)
    coming = list(Meeting.objects.filter(group=group).upcoming().select_related("group"))
    series = MeetingSeries.objects.present().filter(group=group).first()
    series_type = MeetingSeries._meta.label_lower
    mark_read_about(actor=request.user, subject_type=series_type, subjects=MeetingSeries.objects.filter(group=group))
    return render(
        request,
        "community/meetings/group_meetings.html",
        {
            "group": group,
            "series": series,
            "rhythm": rhythm_of(series) if series else "",
            "usual_place": series.place if series else "",
            "standings": standings(request.user, coming),
            "may_arrange": can_arrange_meetings(request.user, group),
            "has_earlier": group.meetings.filter(ends_at__lte=clock.now()).exists(),
        },
    )


@member_page
@require_safe
def earlier_meetings(request: MemberRequest, group_id: int) -> HttpResponse:
    """What has been, newest first; `?before=<second>` goes on below the last one shown."""
    group = seen_group(request, group_id)
    before = request.GET.get("before", "")
    if before and (not before.isascii() or not before.isdecimal() or len(before) > 11):
        raise Http404
    over = group.meetings.filter(ends_at__lte=clock.now()).select_related("group").order_by("-starts_at", "-pk")
    if before:
        over = over.filter(starts_at__lt=datetime.fromtimestamp(int(before), UTC))
    found = list(over[: EARLIER_A_PAGE + 1])
    shown = found[:EARLIER_A_PAGE]
    for meeting in shown:
        meeting.page = page_of(meeting)  # type: ignore[attr-defined]
    older = f"?before={int(shown[-1].starts_at.timestamp())}" if len(found) > len(shown) else ""
    context = {"group": group, "meetings": shown, "older": older, "before": before}
    return render(request, "community/meetings/earlier_meetings.html", context)


def shown_meeting(request: MemberRequest, meeting: Meeting) -> dict[str, Any]:
    standing = standing_of(request.user, meeting)
    # A guest at a meeting across does not see the group's other meetings.
    guest = meeting.is_across and not Space.objects.visible_to(request.user).filter(group=meeting.group_id).exists()
    return {
        "meeting": meeting,
        "group": meeting.group,
        "standing": standing,
        "page": page_of(meeting),
        "back": reverse("meetings") if guest else reverse("group_meetings", args=[meeting.group_id]),
    }


def mark_meeting_seen(request: MemberRequest, meeting: Meeting) -> None:
    """What was told of the meeting stands on the screen now."""
    subject_type = MeetingNews._meta.label_lower
    mark_read_about(actor=request.user, subject_type=subject_type, subjects=MeetingNews.objects.filter(meeting=meeting))


@member_page
@require_safe
@vary_on_headers("HX-Request")
def meeting(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """When, where, and who comes."""
    found = seen_meeting(request, meeting_id)
    if request.htmx:
        return render(request, "community/meetings/_meeting.html", shown_meeting(request, found))
    mark_meeting_seen(request, found)
    return render(request, "community/meetings/meeting.html", shown_meeting(request, found))


# --- who comes ----------------------------------------------------------------------------------------------------
@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def answer_meeting_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """The page that a reminder leads to: when it is, what lies on the table, and the two buttons."""
    found = seen_meeting(request, meeting_id)
    if request.method != "POST":
        mark_meeting_seen(request, found)
        lines = [line for give in on_the_table for line in give(found, request.user)]
        return render(request, "community/meetings/answer.html", shown_meeting(request, found) | {"lines": lines})
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("That could not be read."))
    answer = form.cleaned_data["answer"]
    answer_meeting(actor=request.user, meeting=found, answer=answer)
    words = {
        Answer.COMING: _("You are coming on %(when)s."),
        Answer.CANNOT: _("You cannot come on %(when)s. That is fine."),
    }[Answer(answer)]
    return _answered(request, found, words % {"when": when_of(found)})


@member_page
@require_POST
@vary_on_headers("HX-Request")
def withdraw_answer_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    found = seen_meeting(request, meeting_id)
    withdraw_answer(actor=request.user, meeting=found)
    return _answered(request, found, _("Your answer is taken back."))


def _answered(request: MemberRequest, meeting: Meeting, words: str) -> HttpResponse:
    """The buttons as they now stand where a script asked, otherwise the page they stood on."""
    back = BackForm(request.POST)
    place = back.cleaned_data["back"] if back.is_valid() else ""
    if request.htmx:
        return render(request, "community/meetings/_answer.html", shown_meeting(request, meeting) | {"back": place})
    messages.success(request, words)
    match place:
        case "list":
            return redirect("group_meetings", meeting.group_id)
        case "answer":
            return redirect("answer_meeting", meeting.pk)
        case "home":
            return redirect("since_last")
        case _:
            return redirect(page_of(meeting))
