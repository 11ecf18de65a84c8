"""Pressing a word under what somebody wrote, and the consultants' page of words."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community import subjects
from community.membership.models import Network
from community.permissions import MemberRequest, Refused, member_page
from community.reactions.forms import WordForm
from community.reactions.models import WORDS_LIMIT, ReactionWord
from community.reactions.operations import (
    NotThere,
    add_reaction_word,
    move_reaction_word,
    react,
    rename_reaction_word,
    retire_reaction_word,
    take_back_reaction,
)
from community.reactions.policy import can_edit_reaction_words
from community.reactions.row import reaction_rows
from community.spaces.models import Space

#: How many rows an open page refreshes at once: a page of a topic, with room to spare.
ROWS_AT_ONCE = 60
_ID = re.compile(r"[0-9]{1,18}")


def _press(
    request: MemberRequest, operation: Callable[..., Any], subject_type: str, subject_id: int, word_id: int
) -> HttpResponse:
    """Do it, and show the row as it now stands: alone where a script asked, otherwise on its page."""
    kind = subjects.named(subject_type)
    word = ReactionWord.objects.filter(pk=word_id, space__in=Space.objects.visible_to(request.user)).first()
    if kind is None or word is None:
        raise Http404
    try:
        thing = operation(actor=request.user, kind=kind, pk=subject_id, word=word)
    except NotThere:
        raise Http404 from None
    space = kind.space(thing)
    if not request.htmx or space is None:
        return HttpResponseRedirect(kind.url(thing))
    row = reaction_rows(request.user, kind, space, [thing])[thing.pk]
    return render(request, "community/reactions/_row.html", {"row": row})


@member_page
@require_POST
@vary_on_headers("HX-Request")
def react_view(request: MemberRequest, subject_type: str, subject_id: int, word_id: int) -> HttpResponse:
    """Give a word."""
    return _press(request, react, subject_type, subject_id, word_id)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def take_back_reaction_view(request: MemberRequest, subject_type: str, subject_id: int, word_id: int) -> HttpResponse:
    """Take one's word back."""
    return _press(request, take_back_reaction, subject_type, subject_id, word_id)


@member_page
@require_safe
def reaction_rows_view(request: MemberRequest, subject_type: str) -> HttpResponse:
    """The rows under these things (`?row=1&row=2`) as they stand now, each to be put in its place by an open page.

    The page names the rows that stand on it, also those that came after it was opened; one without rows gets nothing.
    """
    kind, asked = subjects.named(subject_type), request.GET.getlist("row")[:ROWS_AT_ONCE]
    if kind is None or not all(_ID.fullmatch(number) for number in asked):
        raise Http404
    if not asked:
        return HttpResponse(status=204)
    ids = [int(number) for number in asked]
    by_space: dict[Space, list[Any]] = {}
    for thing in kind.visible_to(request.user).select_related(*kind.select_related).filter(pk__in=ids):
        if (space := kind.space(thing)) is not None:
            by_space.setdefault(space, []).append(thing)
    rows = [
        row for space, things in by_space.items() for row in reaction_rows(request.user, kind, space, things).values()
    ]
    if not rows:
        raise Http404
    return render(request, "community/reactions/_rows.html", {"rows": rows})


# --- the words of a network's spaces ------------------------------------------------------------------------------
@member_page
@require_safe
def reaction_words(request: MemberRequest, network_id: int) -> HttpResponse:
    """Which words each space of the network offers."""
    network = get_object_or_404(Network, pk=network_id)
    if not can_edit_reaction_words(request.user, network):
        raise Http404
    return _render_words(request, network)


def _render_words(
    request: MemberRequest, network: Network, wrong: "tuple[int, WordForm] | None" = None
) -> HttpResponse:
    words = list(ReactionWord.objects.offered().filter(space__network=network))
    sets = [
        {
            "space": space,
            "words": (own := [word for word in words if word.space_id == space.pk]),
            "full": len(own) >= WORDS_LIMIT,
            "form": wrong[1] if wrong and wrong[0] == space.pk else WordForm(auto_id=f"space-{space.pk}-%s"),
        }
        for space in Space.objects.visible_to(request.user).filter(network=network).select_related("group", "network")
    ]
    return render(
        request,
        "community/reactions/words.html",
        {"network": network, "sets": sets, "limit": WORDS_LIMIT},
        status=422 if wrong else 200,
    )


def _word(request: MemberRequest, word_id: int) -> ReactionWord:
    return get_object_or_404(
        ReactionWord.objects.editable_by(request.user).select_related("space__group", "space__network"), pk=word_id
    )


def _back(space: Space) -> HttpResponse:
    return redirect(reverse("reaction_words", args=[space.network_id]) + f"#space-{space.pk}")


@member_page
@require_POST
def add_reaction_word_view(request: MemberRequest, space_id: int) -> HttpResponse:
    space = get_object_or_404(Space.objects.visible_to(request.user).select_related("group", "network"), pk=space_id)
    if not can_edit_reaction_words(request.user, space.network_id):
        raise Http404
    form = WordForm(request.POST, auto_id=f"space-{space.pk}-%s")
    if form.is_valid():
        try:
            add_reaction_word(actor=request.user, space=space, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", str(refusal))
    if form.errors:
        return _render_words(request, space.network, (space.pk, form))
    return _back(space)


@member_page
@require_POST
def rename_reaction_word_view(request: MemberRequest, word_id: int) -> HttpResponse:
    word = _word(request, word_id)
    form = WordForm(request.POST)
    sentence = ""
    if form.is_valid():
        try:
            rename_reaction_word(actor=request.user, word=word, text=form.cleaned_data["text"])
        except Refused as refusal:
            sentence = str(refusal)
    else:
        sentence = " ".join(form.errors["text"])
    if sentence:
        messages.error(request, sentence)
    return _back(word.space)


@member_page
@require_POST
def retire_reaction_word_view(request: MemberRequest, word_id: int) -> HttpResponse:
    word = _word(request, word_id)
    retire_reaction_word(actor=request.user, word=word)
    messages.success(request, _("“%(word)s” is no longer offered. Where it was given, it stays.") % {"word": word.text})
    return _back(word.space)


@member_page
@require_POST
def move_reaction_word_view(request: MemberRequest, word_id: int) -> HttpResponse:
    word = _word(request, word_id)
    move_reaction_word(actor=request.user, word=word)
    return _back(word.space)
