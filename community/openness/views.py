"""Who has seen something about me."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.openness.page import ENTRIES_A_PAGE, copied, entries_about, lines, lists_opened, spaces_and_staff
from community.permissions import MemberRequest, member_page


@member_page
@require_safe
def who_has_seen(request: MemberRequest) -> HttpResponse:
    """Every time, the newest first; `?before=` leads on to older ones."""
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) <= 18):
        raise Http404
    about = entries_about(request.user).select_related("actor")
    if before:
        last = about.filter(pk=int(before)).first()
        about = about.filter(at__lte=last.at, pk__lt=last.pk) if last else about.none()
    found = list(about[: ENTRIES_A_PAGE + 1])
    more, found = len(found) > ENTRIES_A_PAGE, found[:ENTRIES_A_PAGE]
    context = {
        "lines": lines(found),
        "older": found[-1].pk if more else "",
        "before": before,
        "lists": lists_opened(request.user),
        "copied": copied(),
        "spaces": spaces_and_staff(request.user),
    }
    return render(request, "community/openness/who_has_seen.html", context)
