"""Reading boards and topics, telling and answering."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.membership.bylines import bylines
from community.permissions import member_page, memberships
from community.since_last.blocks import Block
from forums.boards.models import Board
from forums.topics.forms import ReplyForm, TopicForm
from forums.topics.models import Reply, Topic
from forums.topics.operations import post_reply, post_topic
from forums.topics.reply_looks import looks, relations

#: Topics on a page of a board, replies on a page of a topic.
TOPICS_A_PAGE = 20
REPLIES_A_PAGE = 50
TOPICS_AT_HOME = 6


def _boards(request: HttpRequest) -> list[Board]:
    boards = Board.objects.visible_to(request.user).select_related("space__group", "space__network")
    # One's own group first: the boards of groups, then the network's forum, then the others.
    order = ["youth_group", "youth_forum", "company", "team"]
    return sorted(boards, key=lambda board: (order.index(board.space.kind), board.pk))


def _before(request: HttpRequest) -> tuple[datetime, int] | None:
    """The key of the last topic already seen, `<time>_<id>`; nonsense in the address is not found."""
    key = request.GET.get("before", "")
    if not key:
        return None
    moment, _sep, number = key.rpartition("_")
    try:
        when = parse_datetime(moment)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None or not number.isdecimal() or len(number) > 18:
        raise Http404
    return when, int(number)


def page_of_topics(request: HttpRequest, boards: list[Board], limit: int = TOPICS_A_PAGE) -> dict[str, Any]:
    """One page of topics by latest activity, with bylines; the key of the last one leads on to older ones."""
    topics = Topic.objects.filter(board__in=boards).select_related("author", "last_author")
    if key := _before(request):
        when, number = key
        topics = topics.filter(Q(last_activity_at__lt=when) | Q(last_activity_at=when, pk__lt=number))
    found = list(topics.order_by("-last_activity_at", "-pk")[: limit + 1])
    older, found = found[limit:], found[:limit]
    networks = {board.pk: board.space.network_id for board in boards}
    names: dict[int, Any] = {}
    for network_id in set(networks.values()):
        authors = {topic.author_id for topic in found if networks[topic.board_id] == network_id}
        names |= bylines(network_id, authors) if authors else {}
    for topic in found:
        topic.byline = names[topic.author_id]  # type: ignore[attr-defined]
    last = found[-1] if older else None
    return {
        "topics": found,
        "older": f"{last.last_activity_at.isoformat()}_{last.pk}" if last else "",
    }


def _own_board(request: HttpRequest, boards: list[Board]) -> Board:
    """Where one's own words go first: one's group's board. Staff tell the team; the youths answer the youths."""
    groups = {membership.group_id for membership in memberships(request.user)}
    return next((board for board in boards if board.space.group_id in groups), boards[0])


def latest_block(request: HttpRequest) -> Block | None:
    """What is new on all boards one sees, for the members' home, with the way to telling something oneself."""
    boards = _boards(request)
    if not boards:
        return None
    return Block(
        "forums/topics/_latest.html",
        {
            "board": _own_board(request, boards),
            "boards": boards,
            **page_of_topics(request, boards, limit=TOPICS_AT_HOME),
        },
    )


@member_page
@require_safe
@vary_on_headers("HX-Request")
def board(request: HttpRequest, board_id: int | None = None) -> HttpResponse:
    """A board's topics by latest activity; without a number one's own group's board."""
    boards = _boards(request)
    chosen = next((b for b in boards if b.pk == board_id), None) if board_id else next(iter(boards), None)
    if board_id and chosen is None:
        raise Http404
    context: dict[str, Any] = {"boards": boards, "board": chosen, "topics": []}
    if chosen:
        context |= page_of_topics(request, [chosen])
    template = "forums/topics/_topics.html" if request.htmx else "forums/topics/board.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: HttpRequest, board_id: int) -> HttpResponse:
    """The form for telling something. What was typed is still there after any error."""
    board = get_object_or_404(
        Board.objects.visible_to(request.user).select_related("space__group", "space__network"), pk=board_id
    )
    form = TopicForm(request.POST or None, initial={"client_uuid": uuid4()}, for_youths=board.space.for_youths)
    if request.method == "POST" and form.is_valid():
        topic = post_topic(actor=request.user, board=board, **form.cleaned_data)
        messages.success(request, _("Your words are on the board."))
        return redirect("topic", topic.pk)
    return render(
        request, "forums/topics/new_topic.html", {"form": form, "board": board}, status=422 if form.errors else 200
    )


def _topic(request: HttpRequest, topic_id: int) -> Topic:
    return get_object_or_404(
        Topic.objects.visible_to(request.user).select_related("author", "board__space__group", "board__space__network"),
        pk=topic_id,
    )


def _after(request: HttpRequest) -> int:
    value = request.GET.get("after", "0")
    if not value.isdecimal() or len(value) > 9:
        raise Http404
    return int(value)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """A topic and a page of its replies, from the position after `?after=`; open pages fetch only what is newer."""
    shown = _topic(request, topic_id)
    return _render_topic(request, shown, ReplyForm(initial={"client_uuid": uuid4()}))


def _render_topic(request: HttpRequest, topic: Topic, form: ReplyForm) -> HttpResponse:
    after = _after(request)
    replies = list(
        Reply.objects.filter(topic=topic, position__gt=after)
        .select_related("author", *relations())
        .order_by("position")[: REPLIES_A_PAGE + 1]
    )
    more, replies = replies[REPLIES_A_PAGE:], replies[:REPLIES_A_PAGE]
    names = bylines(topic.board.space.network_id, {topic.author_id, *(r.author_id for r in replies)})
    for reply in replies:
        reply.byline = names[reply.author_id]  # type: ignore[attr-defined]
        reply.look = looks[reply.kind]  # type: ignore[attr-defined]
    topic.byline = names[topic.author_id]  # type: ignore[attr-defined]
    context = {
        "topic": topic,
        "space": topic.board.space,
        "replies": replies,
        "after": replies[-1].position if replies else after,
        "more": bool(more),
        "earlier": max(after - REPLIES_A_PAGE, 0) if after else None,
        "form": form,
    }
    fragment = request.htmx and request.method != "POST"  # type: ignore[attr-defined]
    template = "forums/topics/_replies.html" if fragment else "forums/topics/topic.html"
    return render(request, template, context, status=422 if form.errors else 200)


@member_page
@require_POST
def post_reply_view(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Answer a topic, and come back to where the answer stands."""
    shown = _topic(request, topic_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _render_topic(request, shown, form)
    reply = post_reply(actor=request.user, topic=shown, **form.cleaned_data)
    before = (reply.position - 1) // REPLIES_A_PAGE * REPLIES_A_PAGE
    address = reverse("topic", args=[shown.pk]) + (f"?after={before}" if before else "")
    return redirect(f"{address}#reply-{reply.position}")
