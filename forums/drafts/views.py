"""Saving what somebody types, the page of what they began, and undoing a post."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.permissions import MemberRequest, member_page
from community.undo import say_with_undo
from forums.drafts.forms import DraftForm
from forums.drafts.kinds import first_line, kind_name, kinds, parse, place_of
from forums.drafts.models import Draft
from forums.drafts.operations import (
    AlreadyPosted,
    Conflict,
    discard_draft,
    restore_draft,
    save_draft,
    undo_post,
)
from forums.topics.models import Post, url_of
from forums.writing.policy import would_read

#: Drafts on the page: the latest are what one looks for.
DRAFTS_SHOWN = 100
_RELATIONS = ("board__space__group", "board__space__network", "topic__author", "post__author", "post__topic")


def _wants_json(request: MemberRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@member_page
@require_POST
def save_draft_view(request: MemberRequest) -> HttpResponse:
    """Keep the fields of a composer: as one types (JSON), or by its button "save for later"."""
    form = DraftForm(request)
    form.full_clean()
    key = form.cleaned_data.get("draft_key", "")
    if place_of(request.user, key) is None:
        raise Http404
    if not form.is_valid():
        sentence = next(error for errors in form.errors.values() for error in errors)
        if _wants_json(request):
            return JsonResponse({"error": sentence}, status=422)
        return render(request, "forums/drafts/two_devices.html", {"error": sentence}, status=422)
    values, base = form.cleaned_data["values"], form.cleaned_data["draft_version"]
    device = form.cleaned_data["draft_device"]
    try:
        version = save_draft(actor=request.user, key=key, values=values, base_version=base, device=device)
    except AlreadyPosted as posted:
        return JsonResponse({"version": 0, "posted": posted.url}) if _wants_json(request) else redirect(posted.url)
    except Conflict as conflict:
        return _two_texts(request, key, values, conflict.draft)
    if _wants_json(request):
        return JsonResponse({"version": version})
    if version:
        messages.success(request, _("Saved for later. Only you can see it."))
    return redirect("drafts")


def _two_texts(request: MemberRequest, key: str, values: dict[str, list[str]], other: Draft) -> HttpResponse:
    """Both texts side by side; nothing is overwritten before the person chose."""
    if _wants_json(request):
        answer = {
            "version": other.version,
            "values": other.values,
            "device": other.device,
            "saved_at": other.saved_at.isoformat(),
        }
        return JsonResponse(answer, status=409)
    parsed = parse(key)
    words = parsed[0].words if parsed else ()
    context: dict[str, Any] = {
        "key": key,
        "values": values,
        "other": other,
        "url": parsed[0].url(other) if parsed else "",
        "mine": [text for name in words for text in values.get(name, ()) if text],
        "theirs": [text for name in words for text in other.values.get(name, ()) if text],
    }
    return render(request, "forums/drafts/two_devices.html", context, status=409)


@member_page
@require_POST
def discard_draft_view(request: MemberRequest) -> HttpResponse:
    """Put a draft away at once, by its key; a line with "undo" stands on the page that follows."""
    key = request.POST.get("draft_key", "")
    drafts = Draft.objects.visible_to(request.user).select_related(*_RELATIONS)
    draft = drafts.filter(key=key).first() if parse(key) else None
    if draft is None:
        # Put away or sent already, maybe on another device; or never there.
        return redirect("drafts")
    discard_draft(actor=request.user, draft=draft)
    say_with_undo(request, _("The draft is deleted."), reverse("restore_draft", args=[draft.pk]))
    return redirect(kinds[kind_name(draft)].url(draft) if "start_over" in request.POST else "drafts")


@member_page
@require_POST
def restore_draft_view(request: MemberRequest, draft_id: int) -> HttpResponse:
    """Undo a deletion. Somebody else's is not found, nor one whose place is no longer the person's."""
    draft = get_object_or_404(Draft, pk=draft_id, person=request.user)
    if place_of(request.user, draft.key) is None:
        raise Http404
    restore_draft(actor=request.user, draft=draft)
    return redirect("drafts")


@member_page
@require_safe
def drafts(request: MemberRequest) -> HttpResponse:
    """What one has begun and not sent, the latest first."""
    found = Draft.objects.visible_to(request.user).select_related(*_RELATIONS).order_by("-saved_at", "-pk")
    begun = [
        {"draft": draft, "title": kind.title(draft), "line": first_line(draft), "url": kind.url(draft)}
        for draft in found[:DRAFTS_SHOWN]
        if (kind := kinds.get(kind_name(draft)))
    ]
    return render(request, "forums/drafts/drafts.html", {"begun": begun})


@member_page
@require_POST
def undo_post_view(request: MemberRequest, post_id: int) -> HttpResponse:
    """Take a post back right after sending it; the words stand in the composer again."""
    posts = Post.objects.select_related("author", "topic__board__space__group", "answers_to")
    post = get_object_or_404(posts, pk=post_id)
    standing = Post.objects.visible_to(request.user).filter(pk=post_id).exists()
    here = would_read(request.user, post)
    if not standing and not (here and post.author_id == request.user.pk):
        raise Http404
    draft = undo_post(actor=request.user, post=post)
    messages.success(request, _("Taken back. Your words are here again."))
    return redirect(kinds[kind_name(draft)].url(draft) if draft else url_of(post))
