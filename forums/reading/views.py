"""Read marks, following and saving; and the page of what one saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.permissions import MemberRequest, member_page
from forums.boards.models import Board
from forums.reading.models import Following, SavedPost
from forums.reading.operations import follow_board, follow_topic, mark_topic_read, save_post, unsave_post
from forums.topics.models import Post, Topic, url_of

#: Saved posts on one page.
SAVED_A_PAGE = 30


def _topic(request: MemberRequest, topic_id: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user), pk=topic_id)


@member_page
@require_POST
def mark_topic_read_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """What the page showed has been on the person's screen. Pages say so; without scripts a button does."""
    topic = _topic(request, topic_id)
    position = request.POST.get("position", "")
    if not position.isdecimal() or len(position) > 9:
        return HttpResponseBadRequest(_("That could not be read."))
    mark_topic_read(actor=request.user, topic=topic, position=int(position))
    return HttpResponse(status=204) if request.htmx else redirect("topic", topic.pk)


@member_page
@require_POST
def follow_topic_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Choose what one is told of a topic, and come back to it."""
    topic = _topic(request, topic_id)
    following = request.POST.get("following", "")
    if following not in Following.values:
        return HttpResponseBadRequest(_("That could not be read."))
    follow_topic(actor=request.user, topic=topic, following=following)
    messages.success(
        request,
        {
            Following.USUAL: _("You are told of answers here as usual."),
            Following.FOLLOW: _("You are told of every answer here."),
            Following.MUTE: _("It is quiet for you here now. You can still read along."),
        }[Following(following)],
    )
    return redirect(reverse("topic", args=[topic.pk]) + "#follow")


@member_page
@require_POST
def follow_board_view(request: MemberRequest, board_id: int) -> HttpResponse:
    """Choose what one is told of a board, and come back to it."""
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=board_id)
    following = request.POST.get("following", "")
    if following not in Following.values:
        return HttpResponseBadRequest(_("That could not be read."))
    follow_board(actor=request.user, board=board, following=following)
    messages.success(
        request,
        {
            Following.USUAL: _("You are told of answers here as usual."),
            Following.FOLLOW: _("You are told of everything new here."),
            Following.MUTE: _("It is quiet for you here now. You still hear when somebody answers you."),
        }[Following(following)],
    )
    return redirect(reverse("board", args=[board.pk]) + "#follow")


@member_page
@require_POST
def save_post_view(request: MemberRequest, post_id: int) -> HttpResponse:
    """Save a post for later, or let it go: `saved` says which."""
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=post_id)
    (save_post if request.POST.get("saved") == "1" else unsave_post)(actor=request.user, post=post)
    if request.htmx:
        return render(request, "forums/reading/_save.html", {"post": post, "saved": request.POST.get("saved") == "1"})
    return redirect("saved_posts") if request.POST.get("from") == "saved" else redirect(url_of(post))


@member_page
@require_safe
def saved_posts(request: MemberRequest) -> HttpResponse:
    """What one saved for later, the newest first."""
    saved = SavedPost.objects.visible_to(request.user).select_related("post__author", "post__topic")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) <= 18:
        saved = saved.filter(pk__lt=int(before))
    found = list(saved.order_by("-pk")[: SAVED_A_PAGE + 1])
    context: dict[str, Any] = {"saved": found[:SAVED_A_PAGE]}
    if len(found) > SAVED_A_PAGE:
        context["older"] = found[SAVED_A_PAGE - 1].pk
    for one in context["saved"]:
        one.url = url_of(one.post)
    return render(request, "forums/reading/saved_posts.html", context)
