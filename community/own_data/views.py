"""The pages about one's own data: what is kept and why, the copy to take along, and leaving."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community import holders
from community.attachments.serving import LOCKED_DOWN
from community.holders import Way
from community.own_data import copies
from community.own_data.copies import ask_for_copy
from community.own_data.data_map import the_map
from community.own_data.leaving import foretell, leave
from community.own_data.models import CopyState, DataCopy
from community.people.second_factor import recently_proved
from community.permissions import MemberRequest, member_page


@member_page
@require_safe
def my_data(request: MemberRequest) -> HttpResponse:
    held = [
        (holder, fates)
        for holder in holders.in_order()
        if (fates := [fate for fate in holder.fates(request.user) if fate.count])
    ]
    return render(request, "community/own_data/my_data.html", {"held": held, "copy": _copy(request)})


def _copy(request: MemberRequest) -> DataCopy | None:
    return DataCopy.objects.visible_to(request.user).first()


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def data_copy(request: MemberRequest) -> HttpResponse:
    """How far the copy is, as a part of the page; or asking for one."""
    if request.method == "POST":
        if ratelimit.consume(request, action="data_copy", user=request.user):
            ask_for_copy(person=request.user)
        else:
            messages.error(request, get_adapter().error_messages["rate_limited"])
    if not request.htmx:
        return redirect("my_data")
    return render(request, "community/own_data/_copy.html", {"copy": _copy(request)})


@member_page
@require_safe
def fetch_copy(request: MemberRequest, uuid: UUID) -> HttpResponseBase:
    """One's own file, for a day; for everybody else there is none."""
    copy = get_object_or_404(DataCopy.objects.visible_to(request.user), uuid=uuid, state=CopyState.READY)
    try:
        file = copies.storage().open(copies.path(copy.folder), "rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=_("my-data-nextwork.zip"),
        content_type="application/zip",
        headers=LOCKED_DOWN | {"Cache-Control": "no-store, private"},
    )


@member_page
@require_safe
def what_is_kept(request: MemberRequest) -> HttpResponse:
    """Why anything is kept, by which right, how long and who sees it: the records of processing, for everybody."""
    return render(request, "community/own_data/what_is_kept.html", {"kinds": the_map().told()})


# --- leaving ------------------------------------------------------------------------------------------------------
@member_page
@require_safe
def leave_overview(request: MemberRequest) -> HttpResponse:
    ways = [foretell(request.user, way) for way in Way]
    return render(request, "community/own_data/leave_overview.html", {"ways": ways})


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave_view(request: MemberRequest, way: str) -> HttpResponse:
    """Exactly what goes and what stays; a tick, and then it is done. Asks for a fresh sign-in first."""
    if way not in Way.values:
        raise Http404
    if not recently_proved(request):
        raise ReauthenticationRequired
    if request.method == "POST" and request.POST.get("sure"):
        leave(person=request.user, way=Way(way))
        get_adapter().logout(request)
        response = render(request, "community/own_data/left.html", {"way": way})
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
    unsure = request.method == "POST"
    context = {"foretold": foretell(request.user, Way(way)), "unsure": unsure}
    return render(request, "community/own_data/leave.html", context, status=422 if unsure else 200)
