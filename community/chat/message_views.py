"""One message: what one can do with it, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.chat.activity import url_of
from community.chat.forms import EditForm
from community.chat.models import Message, Room
from community.chat.operations import delete_message, edit_message, restore_message
from community.chat.page import MESSAGES_A_PAGE, drawn, muted_by, words_of
from community.chat.policy import can_change_message, can_send
from community.chat.saying import BadWords
from community.chat.subjects import MESSAGE
from community.chat.views import room_of, wants_json
from community.keeping_away.policy import kept_away_by, may_keep_people_away
from community.people.models import Person
from community.permissions import MemberRequest, Refused, member_page
from community.reactions.row import reaction_rows
from community.undo import say_with_undo


@dataclass(frozen=True)
class FurtherDeed:
    """Something a room above offers to do with a message, such as telling it in the forum."""

    icon: str
    label: Any
    url: Callable[[Message], str]
    #: Whether it is offered to this person for this message.
    may: Callable[[Person, Message], bool]
    #: A field and its (value, label): each a button that does it at once, where there is more to choose than whether.
    field: str = ""
    choices: tuple[tuple[str, Any], ...] = ()


#: Rooms above register theirs in AppConfig.ready().
further_deeds: list[FurtherDeed] = []


def _message(request: MemberRequest, room_id: int, seq: int) -> tuple[Room, Message]:
    room = room_of(request, room_id)
    message = get_object_or_404(room.messages.select_related("author", "reply_to__author"), seq=seq)
    message.room = room
    return room, message


@member_page
@require_safe
@vary_on_headers("HX-Request")
def message_page(request: MemberRequest, room_id: int, seq: int) -> HttpResponse:
    """A message and what one can do with it: a page, or what unfolds under the message for a page that is open."""
    room, message = _message(request, room_id, seq)
    if message.is_gone:
        raise Http404
    return _render(request, room, message, EditForm(initial={"body": message.body}))


def _render(request: MemberRequest, room: Room, message: Message, form: EditForm, status: int = 200) -> HttpResponse:
    person = request.user
    muted = muted_by(person)
    drawn(person, room, [message], words_of(room), muted)
    rows = reaction_rows(person, MESSAGE, room.space, [message]) if room.space else {}
    context = {
        "room": room,
        "room_name": room.name_for(person),
        "message": message,
        "row": rows.get(message.pk),
        "form": form,
        "may_answer": can_send(person, room),
        "may_change": can_change_message(person, message),
        "is_muted": message.author_id in muted,
        "kept_away": message.author_id in kept_away_by(person),
        "may_keep_away": may_keep_people_away(person),
        "further": [{"deed": deed, "url": deed.url(message)} for deed in further_deeds if deed.may(person, message)],
    }
    template = "community/chat/_deeds.html" if request.htmx else "community/chat/message.html"
    return render(request, template, context, status=status)


@member_page
@require_safe
def messages_view(request: MemberRequest, room_id: int) -> HttpResponse:
    """These messages (`?seq=1&seq=2`) as they stand now, for a page that cannot draw them by itself."""
    room = room_of(request, room_id)
    asked = request.GET.getlist("seq")[:MESSAGES_A_PAGE]
    if not all(one.isascii() and one.isdecimal() and len(one) <= 18 for one in asked):
        raise Http404
    found = room.messages.filter(seq__in=[int(one) for one in asked]).select_related("author", "reply_to__author")
    shown = drawn(request.user, room, list(found.order_by("seq")), words_of(room), muted_by(request.user))
    return render(request, "community/chat/_said_again.html", {"room": room, "shown": shown})


def _back(message: Message) -> HttpResponse:
    return HttpResponseRedirect(url_of(message))


@member_page
@require_POST
def edit_message_view(request: MemberRequest, room_id: int, seq: int) -> HttpResponse:
    """Say it in other words."""
    room, message = _message(request, room_id, seq)
    form = EditForm(request.POST)
    sentence, status = "", 422
    if form.is_valid():
        try:
            edit_message(actor=request.user, message=message, body=form.cleaned_data["body"])
        except BadWords as refusal:
            form.add_error("body", str(refusal))
        except Refused as refusal:
            sentence, status = str(refusal), 403
            form.add_error("body", sentence)
    if form.errors:
        if wants_json(request):
            return JsonResponse({"sentence": " ".join(map(str, form.errors["body"]))}, status=status)
        return _render(request, room, message, form, status=status)
    if wants_json(request):
        return JsonResponse({"seq": message.seq})
    return _back(message)


@member_page
@require_POST
def delete_message_view(request: MemberRequest, room_id: int, seq: int) -> HttpResponse:
    """Take one's message back; the line that stays has a button that undoes it."""
    _room, message = _message(request, room_id, seq)
    delete_message(actor=request.user, message=message)
    if wants_json(request):
        return JsonResponse({"seq": message.seq})
    say_with_undo(request, _("Your message was taken back."), reverse("restore_message", args=[room_id, seq]))
    return _back(message)


@member_page
@require_POST
def restore_message_view(request: MemberRequest, room_id: int, seq: int) -> HttpResponse:
    """Bring one's message back."""
    _room, message = _message(request, room_id, seq)
    restore_message(actor=request.user, message=message)
    if wants_json(request):
        return JsonResponse({"seq": message.seq})
    messages.success(request, _("Your message is back."))
    return _back(message)
