"""Reading rooms and writing in them. Every page works as HTML; the log and the answers to sending speak JSON too."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from community import clock
from community.chat.forms import MessageForm, ReadForm
from community.chat.log import LOG_LIMIT, entries, log_after
from community.chat.models import Message, ReadPointer, Room
from community.chat.operations import BadWords, TooFast, UuidTaken, read_room, send_message
from community.chat.unread import has_unread, rooms_with_pointer
from community.membership.bylines import bylines
from community.people.models import Person
from community.permissions import Refused, member_page

#: Messages on a page of a room.
MESSAGES_A_PAGE = 50
#: After a pause this long the name is said again.
PAUSE = timedelta(minutes=15)

#: One's own group first, then the network's, then the others.
KIND_ORDER = ["youth_group", "youth_forum", "company", "team"]


class MemberRequest(HttpRequest):
    """What `member_page` lets through."""

    user: Person


def _room(request: MemberRequest, room_id: int) -> Room:
    rooms = Room.objects.visible_to(request.user).select_related("space__group", "space__network")
    return get_object_or_404(rooms, pk=room_id)


def _number(request: MemberRequest, name: str) -> int | None:
    """A whole number of the address; nonsense is not found."""
    value = request.GET.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 18:
        raise Http404
    return int(value)


def _wants_json(request: MemberRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@member_page
@require_safe
def chat(request: MemberRequest) -> HttpResponse:
    """The rooms one may enter, each with its latest line; the only room opens at once."""
    rooms = list(rooms_with_pointer(request.user).select_related("space__group", "space__network"))
    if len(rooms) == 1:
        return redirect("chat_room", rooms[0].pk)
    latest = Message.objects.filter(room__in=rooms, seq=F("room__last_seq")).select_related("author")
    line_of = {message.room_id: message for message in latest}
    rooms.sort(key=lambda room: (KIND_ORDER.index(room.space.kind), room.pk))
    listed = [
        {"room": room, "message": line_of.get(room.pk), "unseen": room.last_seq > room.read_seq}  # type: ignore[attr-defined]
        for room in rooms
    ]
    return render(request, "community/chat/chat.html", {"rooms": listed})


def _page_of(room: Room, request: MemberRequest, before: int | None) -> dict[str, Any]:
    """The newest messages, or those before a number, in the order they were said, with their lines between them."""
    found = room.messages.select_related("author").order_by("-seq")
    if before is not None:
        found = found.filter(seq__lt=before)
    shown = list(found[: MESSAGES_A_PAGE + 1])
    older, shown = len(shown) > MESSAGES_A_PAGE, shown[:MESSAGES_A_PAGE]
    shown.reverse()
    pointer = ReadPointer.objects.filter(room=room, person=request.user).values_list("last_read_seq", flat=True).first()
    names = bylines(room.space.network_id, {message.author_id for message in shown})
    previous: Message | None = None
    new_line = False
    for message in shown:
        day = timezone.localdate(message.sent_at)
        message.byline = names[message.author_id]  # type: ignore[attr-defined]
        message.mine = message.author_id == request.user.pk  # type: ignore[attr-defined]
        message.new_day = day if not previous or day != timezone.localdate(previous.sent_at) else None  # type: ignore[attr-defined]
        message.first_new = (  # type: ignore[attr-defined]
            not new_line and pointer is not None and message.seq > pointer and not message.mine  # type: ignore[attr-defined]
        )
        new_line = new_line or message.first_new  # type: ignore[attr-defined]
        message.named = bool(  # type: ignore[attr-defined]
            previous is None
            or message.new_day  # type: ignore[attr-defined]
            or message.first_new  # type: ignore[attr-defined]
            or previous.author_id != message.author_id
            or message.sent_at - previous.sent_at >= PAUSE
        )
        previous = message
    return {
        "shown": shown,
        "older": shown[0].seq if older else None,
        "last_shown": shown[-1].seq if shown else 0,
        "newest": before is None,
        "new_line": new_line,
        "today": timezone.localdate(clock.now()),
    }


def _words() -> str:
    """What the page's script says by itself."""
    return json.dumps(
        {
            "you": gettext("You:"),
            "today": gettext("Today"),
            "sending": pgettext("chat message", "Sending"),
            "waiting": pgettext("chat message", "Not sent yet"),
        }
    )


def _render_room(request: MemberRequest, room: Room, form: MessageForm, status: int = 200) -> HttpResponse:
    context = {
        "room": room,
        "space": room.space,
        "form": form,
        "words": _words(),
        **_page_of(room, request, _number(request, "before")),
    }
    return render(request, "community/chat/chat_room.html", context, status=status)


@member_page
@require_safe
def chat_room(request: MemberRequest, room_id: int) -> HttpResponse:
    """A room's newest messages, or those before `?before=`. Only POST says that it was read."""
    return _render_room(request, _room(request, room_id), MessageForm(initial={"client_uuid": uuid4()}))


@member_page
@require_POST
def send_message_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """Say something. A page without script comes back to the room; a script is answered the stored entry."""
    room = _room(request, room_id)
    form = MessageForm(request.POST)
    status, sentence = 422, ""
    if form.is_valid():
        try:
            message, new = send_message(actor=request.user, room=room, **form.cleaned_data)
        except TooFast as refusal:
            status, sentence = 429, str(refusal)
        except UuidTaken as refusal:
            status, sentence = 409, str(refusal)
        except BadWords as refusal:
            sentence = str(refusal)
        except Refused as refusal:
            if not _wants_json(request):
                raise
            status, sentence = 403, str(refusal)
        else:
            if _wants_json(request):
                entry = entries([message], room.space.network_id)[0]
                return JsonResponse({"entry": entry}, status=201 if new else 200)
            # The page that comes back shows everything up to one's own words.
            read_room(actor=request.user, room=room, seq=message.seq)
            return redirect(reverse("chat_room", args=[room.pk]) + "#newest")
    else:
        sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    if _wants_json(request):
        return JsonResponse({"sentence": sentence}, status=status)
    messages.error(request, sentence or gettext("That was not sent."))
    return _render_room(request, room, form, status=status)


@member_page
@require_safe
def chat_log(request: MemberRequest, room_id: int) -> JsonResponse:
    """The room's log after `?after=`, at most `?limit=` entries: how pages catch up."""
    limit = _number(request, "limit")
    limit = LOG_LIMIT if limit is None else max(1, min(limit, LOG_LIMIT))
    return JsonResponse(log_after(_room(request, room_id), _number(request, "after") or 0, limit))


@member_page
@require_POST
def read_room_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """The page was seen down to a number."""
    room = _room(request, room_id)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"sentence": gettext("That is no number of a message.")}, status=422)
    pointer = read_room(actor=request.user, room=room, seq=form.cleaned_data["seq"])
    if _wants_json(request):
        return JsonResponse({"last_read_seq": pointer.last_read_seq, "unread": has_unread(request.user)})
    return redirect("chat_room", room.pk)
