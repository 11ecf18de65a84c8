"""Reading rooms and writing in them. Every page works as HTML; the log and the answers to sending speak JSON too."""

import json
from typing import Any
from uuid import uuid4

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.attachments.choosing import ChosenFiles, chosen_files
from community.chat.forms import MessageForm, ReadForm
from community.chat.hours import reads_along, talks_with_staff
from community.chat.log import LOG_LIMIT, log_after, own_entry
from community.chat.models import Message, Room
from community.chat.operations import read_room
from community.chat.page import muted_by, page_of, words_of
from community.chat.policy import can_send, people_to_talk_with
from community.chat.saying import BadWords, TooFast, UuidTaken, send_message
from community.chat.unread import has_unread, rooms_with_pointer, unread_of
from community.keeping_away.policy import kept_away_by
from community.people.models import Person
from community.permissions import MemberRequest, Refused, member_page, paused_until
from community.prepared import asked

#: One's own group first, then the network's, then the others, and private talks.
KIND_ORDER = ["youth_group", "youth_forum", "company", "team"]
_RELATED = ("space__group", "space__network", "network", "begun_by", "begun_with")


def room_of(request: MemberRequest, room_id: int, *, drawn: bool = True) -> Room:
    """The room, where the person sees it; otherwise it is not found. `drawn` where a page shows whose it is."""
    for room in asked(_question_of_drawn_room if drawn else _question_of_room, request.user, room=room_id):
        return room
    raise Http404


def _question_of_drawn_room(person: Person, room: int) -> "QuerySet[Room]":
    return Room.objects.visible_to(person).select_related(*_RELATED).filter(pk=room)


def _question_of_room(person: Person, room: int) -> "QuerySet[Room]":
    return Room.objects.visible_to(person).select_related("space").filter(pk=room)


def number_of(request: MemberRequest, name: str) -> int | None:
    """A whole number of the address; nonsense is not found."""
    value = request.GET.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 18:
        raise Http404
    return int(value)


def wants_json(request: MemberRequest) -> bool:
    """Whether a script asks, and is answered values instead of a page."""
    return "application/json" in request.headers.get("Accept", "")


@member_page
@require_safe
def chat(request: MemberRequest) -> HttpResponse:
    """The rooms one may enter, each with its latest line and how much is new, and whom a youth may write to alone."""
    rooms = list(rooms_with_pointer(request.user).select_related(*_RELATED))
    people = people_to_talk_with(request.user)
    if len(rooms) == 1 and not people:
        return redirect("chat_room", rooms[0].pk)
    latest = Message.objects.filter(room__in=rooms, number=F("room__last_number")).select_related("author")
    line_of = {message.room_id: message for message in latest}
    rooms.sort(key=lambda room: (KIND_ORDER.index(room.space.kind) if room.space else len(KIND_ORDER), room.pk))
    listed = [
        {"room": room, "name": room.name_for(request.user), "message": line_of.get(room.pk), "unread": unread_of(room)}
        for room in rooms
    ]
    muted = muted_by(request.user)
    for message in line_of.values():
        message.muted = message.author_id in muted  # type: ignore[attr-defined]
    talking = {room.other(request.user).pk for room in rooms if room.is_talk}
    away = set(kept_away_by(request.user))
    return render(
        request,
        "community/chat/chat.html",
        {"rooms": listed, "people": [one for one in people if one.person_id not in talking | away]},
    )


def _words(room: Room) -> str:
    """What the page's script says by itself."""
    return json.dumps(
        {
            "you": gettext("You:"),
            "today": gettext("Today"),
            "sending": pgettext("chat message", "Sending"),
            "waiting": pgettext("chat message", "Not sent yet"),
            "edited": pgettext("chat message", "changed"),
            "gone": gettext("This message was taken back."),
            "goneMine": gettext("You took your message back."),
            "hidden": gettext("Something is hidden here."),
            "muted": gettext("A message from somebody you have folded away"),
            "answering": gettext("You answer %(name)s"),
            "changing": gettext("You are changing your message"),
            "more": gettext("More about this message from %(name)s"),
            "typing": {
                "one": gettext("%(name)s is writing"),
                "many": gettext("Several are writing"),
            },
            "here": gettext("Here now:"),
            "several": pgettext("how many gave a word", "several"),
            "arrived": {"one": gettext("New message from %(name)s"), "many": gettext("%(count)s new messages")},
        }
    )


def _render_room(
    request: MemberRequest, room: Room, form: MessageForm, carried: ChosenFiles | None = None, refusal: str = ""
) -> HttpResponse:
    """The page; with what was not sent still in its field, and why it was not."""
    form.carried = carried or ChosenFiles()  # type: ignore[attr-defined]
    before = number_of(request, "before")
    given, muted = words_of(room), muted_by(request.user)
    shown = page_of(request.user, room, given, muted, before=before, at=number_of(request, "at"))
    context: dict[str, Any] = {"room": room, "space": room.space, "form": form, **shown}
    if before is not None and request.htmx:
        # Older messages, for a page that is open already.
        return render(request, "community/chat/_older.html", context)
    answered = form["reply_to"].value()
    if answered and str(answered).isdecimal():
        context["answered"] = (
            room.messages.standing().select_related("author").filter(seq=int(str(answered)[:18])).first()
        )
    context |= {
        "room_name": room.name_for(request.user),
        "who_sees": room.who_sees(request.user),
        # Whoever sees a space's room may write in it, unless they are paused: no question of its own.
        "may_send": can_send(request.user, room) if room.is_talk else paused_until(request.user) is None,
        "reads_along": reads_along(room),
        "talks_with_staff": talks_with_staff(room, request.user),
        "words": _words(room),
        "reaction_words": json.dumps(given),
        "muted": json.dumps(muted),
        "refusal": refusal,
    }
    return render(request, "community/chat/chat_room.html", context)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def chat_room(request: MemberRequest, room_id: int) -> HttpResponse:
    """A room's newest messages, those before `?before=`, or those around `?at=`. Only POST says that it was read."""
    room = room_of(request, room_id)
    form = MessageForm(initial={"client_uuid": uuid4(), "reply_to": number_of(request, "reply")})
    return _render_room(request, room, form)


@member_page
@require_POST
def send_message_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """Say something. A page without script comes back to the room; a script is answered the stored entry."""
    room = room_of(request, room_id, drawn=False)
    form, files = MessageForm(request.POST), chosen_files(request)
    status, sentence = 422, " ".join(files.faults)
    if form.is_valid() and not sentence:
        try:
            message, new = send_message(
                actor=request.user,
                room=room,
                **form.cleaned_data,
                file_count=len(files),
                add_to=files.attached_by(request.user) if files else None,
            )
        except TooFast as refusal:
            status, sentence = 429, str(refusal)
        except UuidTaken as refusal:
            status, sentence = 409, str(refusal)
        except BadWords as refusal:
            sentence = str(refusal)
        except Refused as refusal:
            if not wants_json(request):
                raise
            status, sentence = 403, str(refusal)
        else:
            if wants_json(request):
                return JsonResponse({"entry": own_entry(message, request.user)}, status=201 if new else 200)
            # The page that comes back shows everything up to one's own words.
            read_room(actor=request.user, room=room, seq=message.seq)
            return redirect(reverse("chat_room", args=[room.pk]) + "#newest")
    elif not sentence:
        sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    if wants_json(request):
        return JsonResponse({"sentence": sentence}, status=status)
    response = _render_room(request, room, form, files, sentence or gettext("That was not sent."))
    response.status_code = status
    return response


@member_page
@require_safe
def chat_log(request: MemberRequest, room_id: int) -> JsonResponse:
    """The room's log after `?after=`, at most `?limit=` entries: how pages catch up."""
    limit = number_of(request, "limit")
    limit = LOG_LIMIT if limit is None else max(1, min(limit, LOG_LIMIT))
    return JsonResponse(log_after(room_of(request, room_id, drawn=False), number_of(request, "after") or 0, limit))


@member_page
@require_POST
def read_room_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """The page was seen down to a number."""
    room = room_of(request, room_id, drawn=False)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"sentence": gettext("That is no number of a message.")}, status=422)
    pointer = read_room(actor=request.user, room=room, seq=form.cleaned_data["seq"])
    if wants_json(request):
        return JsonResponse({"last_read_seq": pointer.last_read_seq, "unread": has_unread(request.user)})
    return redirect("chat_room", room.pk)
