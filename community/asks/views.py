"""The question to an author, and its answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.asks.models import Ask, AskState
from community.asks.operations import AskGone, answer_ask, take_back_ask
from community.asks.purposes import standing
from community.permissions import MemberRequest, Refused, member_page


def _ask(request: MemberRequest, ask_id: int) -> Ask:
    return get_object_or_404(Ask.objects.visible_to(request.user).select_related("asker", "author"), pk=ask_id)


@member_page
@require_safe
def ask(request: MemberRequest, ask_id: int) -> HttpResponse:
    """What the author is asked; the asker sees how it stands. Gone with the thing it is about."""
    asked = _ask(request, ask_id)
    found = standing(asked, request.user)
    if found is None:
        raise Http404
    purpose, thing = found
    context = {
        "ask": asked,
        "mine": asked.author_id == request.user.pk,
        "question": purpose.question(asked, thing),
        "who_sees": purpose.who_sees(asked, thing),
        "after_no": purpose.after_no(asked, thing),
        "thing_url": purpose.thing_url(thing),
        "url": purpose.url(asked) if asked.state == "yes" else "",
    }
    return render(request, "community/asks/ask.html", context)


@member_page
@require_POST
def answer_ask_view(request: MemberRequest, ask_id: int) -> HttpResponse:
    """Yes (`yes=1`) or no (`yes=0`); a form that says neither answers nothing."""
    asked, said = _ask(request, ask_id), request.POST.get("yes")
    if said not in ("0", "1"):
        return redirect("ask", asked.pk)
    yes = said == "1"
    try:
        answered = answer_ask(actor=request.user, ask=asked, yes=yes)
        granted = answered.state == AskState.YES
        told = _("Thank you. It is passed on.") if granted else _("It stays where it is. Nobody is told.")
        messages.success(request, told)
    except AskGone:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("ask", asked.pk)


@member_page
@require_POST
def take_back_ask_view(request: MemberRequest, ask_id: int) -> HttpResponse:
    asked = _ask(request, ask_id)
    try:
        take_back_ask(actor=request.user, ask=asked)
        messages.success(request, _("You have taken your question back."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("ask", asked.pk)
