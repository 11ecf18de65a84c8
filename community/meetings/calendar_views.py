"""The calendar feed, one meeting as a file, and the page of one's own address."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.meetings.calendars import calendar_of, feed_meetings, last_change
from community.meetings.feeds import feed_of, make_calendar_feed, present_feed, revoke_calendar_feed, token_digest
from community.meetings.models import Meeting
from community.people.limits import calendar_may_be_read
from community.permissions import MemberRequest, member_page

_TYPE = "text/calendar; charset=utf-8"


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, without signing in: it holds what its person may see now, and nothing any
    more once it was ended. Every token that opens nothing gets the same answer."""
    if not calendar_may_be_read(request, token_digest(token)):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    feed = feed_of(token)
    if feed is None:
        raise Http404
    meetings = feed_meetings(feed.person)
    body = calendar_of(feed.person, meetings)
    changed = int(last_change(feed, meetings).timestamp())
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body,
        content_type=_TYPE,
        headers={
            "ETag": tag,
            "Last-Modified": http_date(changed),
            # Kept by the calendar itself alone, and asked about each time: what has ended is gone at once.
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="nextwork.ics"',
            "X-Robots-Tag": "noindex",
        },
    )
    return get_conditional_response(request, etag=tag, last_modified=changed, response=response) or response


@member_page
@require_safe
def meeting_calendar(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """One meeting, to be put into a calendar by hand."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("group"), pk=meeting_id)
    return HttpResponse(
        calendar_of(request.user, [meeting], subscribed=False),
        content_type=_TYPE,
        headers={"Content-Disposition": f'attachment; filename="meeting-{meeting.pk}.ics"'},
    )


@member_page
@require_safe
def my_calendar(request: MemberRequest) -> HttpResponse:
    return render(request, "community/meetings/my_calendar.html", {"feed": present_feed(request.user)})


@member_page
@require_POST
def make_calendar_feed_view(request: MemberRequest) -> HttpResponse:
    """Shows the new address in the answer itself: nothing keeps it, so no other page can."""
    token = make_calendar_feed(actor=request.user)
    path = reverse("calendar_feed", args=[token])
    address = settings.BASE_URL.rstrip("/") + path
    return render(
        request,
        "community/meetings/my_calendar.html",
        {
            "feed": present_feed(request.user),
            "address": address,
            # Phones and calendar programs open this by their own calendar.
            "subscribe": "webcal://" + address.partition("://")[2],
        },
    )


@member_page
@require_POST
def revoke_calendar_feed_view(request: MemberRequest) -> HttpResponse:
    revoke_calendar_feed(actor=request.user)
    messages.success(request, _("The address is closed. Calendars that used it get nothing more."))
    return redirect("my_calendar")
