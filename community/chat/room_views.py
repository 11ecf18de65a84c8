"""Around a room: beginning a private talk, what one hears of it, whom one folds away, and when staff reads along."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.chat.forms import HoursForm, TellsForm, days
from community.chat.hours import reads_along, talks_with_staff, week_of
from community.chat.models import RoomChoice, Tells
from community.chat.policy import can_host, can_mute, people_to_talk_with
from community.chat.retention import kept_for
from community.chat.talks import (
    begin_talk,
    choose_tells,
    mute,
    remove_room_hours,
    set_room_hours,
    unmute,
)
from community.chat.views import room_of
from community.people.models import Person
from community.permissions import MemberRequest, Refused, member_page


@member_page
@require_POST
def begin_talk_view(request: MemberRequest, person_id: int) -> HttpResponse:
    """A youth begins a private talk, or comes back to it."""
    found = next((m for m in people_to_talk_with(request.user) if m.person_id == person_id), None)
    if found is None or found.network_id is None:
        raise Http404
    try:
        room = begin_talk(actor=request.user, other=found.person, network_id=found.network_id)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("chat")
    return redirect("chat_room", room.pk)


@member_page
@require_safe
def room_about(request: MemberRequest, room_id: int) -> HttpResponse:
    """Who sees the room, who reads along, how long it keeps what is said, and what one wants to hear of it."""
    room = room_of(request, room_id)
    tells = RoomChoice.objects.filter(room=room, person=request.user).values_list("tells", flat=True).first()
    context = {
        "room": room,
        "space": room.space,
        "room_name": room.name_for(request.user),
        "who_sees": room.who_sees(request.user),
        "kept_days": kept_for(room).days,
        "reads_along": reads_along(room),
        "talks_with_staff": talks_with_staff(room, request.user),
        "week": week_of(room),
        "days": dict(days()),
        "may_host": can_host(request.user, room),
        "form": TellsForm(initial={"tells": tells or (Tells.ALL if room.is_talk else Tells.NAMED)}),
        "folded": Person.objects.filter(pk__in=request.user.mutes.values("whom")).order_by("display_name"),
    }
    return render(request, "community/chat/about.html", context)


@member_page
@require_POST
def choose_tells_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """What one wants to be told of the room."""
    room, form = room_of(request, room_id), TellsForm(request.POST)
    if form.is_valid():
        choose_tells(actor=request.user, room=room, tells=form.cleaned_data["tells"])
        messages.success(request, _("Kept. You can change it at any time."))
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("room_about", room.pk)


def _somebody_seen(request: MemberRequest, person_id: int) -> Person:
    person = get_object_or_404(Person, pk=person_id)
    if not can_mute(request.user, person):
        raise Http404
    return person


def _back(request: MemberRequest) -> HttpResponse:
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if safe else "chat")


@member_page
@require_POST
def mute_view(request: MemberRequest, person_id: int) -> HttpResponse:
    """Fold somebody's messages away for oneself."""
    person = _somebody_seen(request, person_id)
    mute(actor=request.user, whom=person)
    messages.success(
        request,
        _("You see %(name)s's messages only when you unfold them. Nobody else learns of it.") % {"name": person},
    )
    return _back(request)


@member_page
@require_POST
def unmute_view(request: MemberRequest, person_id: int) -> HttpResponse:
    """Unfold somebody's messages again."""
    person = _somebody_seen(request, person_id)
    unmute(actor=request.user, whom=person)
    messages.success(request, _("You see %(name)s's messages again.") % {"name": person})
    return _back(request)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def set_room_hours_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """When somebody of the team reads along; consultants set it."""
    room = room_of(request, room_id)
    if not can_host(request.user, room):
        raise Http404
    form = HoursForm(request.POST or None, room=room, initial={"host": request.user.pk})
    if request.method == "POST" and form.is_valid():
        try:
            set_room_hours(actor=request.user, room=room, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. The room says so now."))
            return redirect("set_room_hours", room.pk)
    context = {
        "room": room,
        "room_name": room.name_for(request.user),
        "form": form,
        "hours": room.hours.select_related("host"),
        "days": dict(days()),
    }
    return render(request, "community/chat/hours.html", context, status=422 if form.errors else 200)


@member_page
@require_POST
def remove_room_hours_view(request: MemberRequest, room_id: int, hours_id: int) -> HttpResponse:
    """Nobody reads along at this time any more."""
    room = room_of(request, room_id)
    if not can_host(request.user, room):
        raise Http404
    remove_room_hours(actor=request.user, room=room, hours=hours_id)
    return redirect("set_room_hours", room.pk)
