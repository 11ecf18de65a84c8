"""The questions of a network: those that are open, those that one finds again, a new one, and what came of it."""

from typing import Any
from uuid import uuid4

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.attachments.choosing import chosen_files
from community.permissions import MemberRequest, member_page, require
from community.roles import SpaceKind
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from company_network.sparring.forms import OutcomeForm, SparringForm
from company_network.sparring.models import Sparring
from company_network.sparring.operations import ask_sparring, close_sparring, reopen_sparring
from company_network.sparring.page import questions, state_of
from company_network.sparring.policy import can_ask_sparring, can_close_sparring
from forums.boards.models import Board
from forums.topics.composers import begun_in, initial_of
from forums.topics.parts import templates
from forums.topics.views import boards_of, key_before

#: Open questions at a time, and archived ones on a page.
OPEN_SHOWN = 50
ARCHIVED_A_PAGE = 20


@member_page
@require_safe
def sparring(request: MemberRequest) -> HttpResponse:
    """Open questions, those without an answer first and the oldest of them on top; then the archive, newest first."""
    key = key_before(request)
    boards = [board for board in boards_of(request) if board.space.kind == SpaceKind.COMPANY]
    if not boards:
        raise Http404
    seen = questions(request.user)
    archived = seen.archived().order_by("-archived_from", "-pk")
    if key:
        when, number = key
        archived = archived.filter(Q(archived_from__lt=when) | Q(archived_from=when, pk__lt=number))
    found = list(archived[: ARCHIVED_A_PAGE + 1])
    older, found = len(found) > ARCHIVED_A_PAGE, found[:ARCHIVED_A_PAGE]
    still_open = [] if key else seen.taking_answers().order_by("answered", "topic__created_at", "pk")[:OPEN_SHOWN]
    context = {
        "boards": boards,
        "may_ask": [board for board in boards if can_ask_sparring(request.user, board)],
        "open": [state_of(one) for one in still_open],
        "archived": [state_of(one) for one in found],
        "older": f"{found[-1].archived_from.isoformat()}_{found[-1].pk}" if older else "",
        "further": bool(key),
    }
    return render(request, "company_network/sparring/sparring.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def new_sparring(request: MemberRequest, board_id: int) -> HttpResponse:
    """The form for asking. What was typed is still there after any error."""
    boards = Board.objects.visible_to(request.user).filter(space__kind=SpaceKind.COMPANY)
    board = get_object_or_404(boards.select_related("space__group", "space__network"), pk=board_id)
    require(can_ask_sparring(request.user, board), _("Companies ask one another here."))
    files, begun = chosen_files(request), begun_in(request.user, f"sparring:{board.pk}")
    form = SparringForm(request.POST or None, initial={"client_uuid": uuid4()} | initial_of(begun), carried=files)
    if request.method == "POST" and form.is_valid():
        add_to = files.attached_by(request.user) if files else None
        topic = ask_sparring(actor=request.user, board=board, file_count=len(files), add_to=add_to, **form.cleaned_data)
        story = topic.posts.get(position=0)
        say_with_undo(request, _("Your question is with the others."), reverse("undo_post", args=[story.pk]))
        return redirect("topic", topic.pk)
    context = {
        "form": form,
        "board": board,
        "space": board.space,
        "begun": begun,
        "part_composer": templates("composer"),
    }
    status = 422 if form.errors else 200
    return render(request, "company_network/sparring/new_sparring.html", context, status=status)


def _sparring(request: MemberRequest, topic_id: int) -> Sparring:
    return get_object_or_404(Sparring.objects.visible_to(request.user).select_related("topic__author"), pk=topic_id)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def close_sparring_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Say in one line what was done: a page of its own, and the form on the question's page."""
    asked = _sparring(request, topic_id)
    require(can_close_sparring(request.user, asked), _("Whoever asked says what came of it."))
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial={"outcome": asked.outcome})
    if request.method == "POST" and form.is_valid():
        close_sparring(actor=request.user, sparring=asked, **form.cleaned_data)
        undo = reverse("reopen_sparring", args=[asked.pk])
        say_with_undo(request, _("Thank you. Now others find it too."), undo)
        return redirect("topic", asked.pk)
    context: dict[str, Any] = {"form": form, "topic": asked.topic}
    status = 422 if form.errors else 200
    return render(request, "company_network/sparring/close_sparring.html", context, status=status)


@member_page
@require_POST
def reopen_sparring_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Take the line back."""
    asked = _sparring(request, topic_id)
    reopen_sparring(actor=request.user, sparring=asked)
    return redirect("topic", asked.pk)
