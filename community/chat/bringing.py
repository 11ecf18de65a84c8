"""A page that takes a message somewhere else: to the forum, or onto an agenda. Rooms above say where and how."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.asks.models import Ask
from community.chat.activity import url_of
from community.chat.models import Message
from community.permissions import MemberRequest, Refused
from community.undo import say_with_undo


def bring(
    request: MemberRequest,
    message: Message,
    *,
    deed: Callable[[], Any],
    done: Callable[[Any], HttpResponse],
    words: dict[str, str],
) -> HttpResponse:
    """Ask first, on a page of its own; then do it, or ask the author for a yes. `words` holds heading, sentence, button
    and who sees it afterwards; a refusal stands on the same page."""
    fault = ""
    if request.method == "POST":
        try:
            made = deed()
        except Refused as refusal:
            fault = str(refusal)
        else:
            if not isinstance(made, Ask):
                return done(made)
            if made.asker_id != request.user.pk:
                messages.success(request, _("Somebody has asked already. It waits for an answer."))
            else:
                say = _("%(name)s is asked, and can say yes or no in peace.") % {"name": message.author.display_name}
                say_with_undo(request, say, reverse("take_back_ask", args=[made.pk]))
            return redirect(url_of(message))
    context = {"message": message, "room_name": message.room.name_for(request.user), "fault": fault} | words
    return render(request, "community/chat/bring.html", context, status=403 if fault else 200)
