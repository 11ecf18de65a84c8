"""Reading boards and topics, telling and answering."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.people.models import Person
from community.permissions import MemberRequest, member_page, memberships
from community.since_last.blocks import Block
from forums.boards.models import Board
from forums.topics.forms import ReplyForm, TopicForm
from forums.topics.models import Post, Topic, url_of
from forums.topics.operations import post_reply, post_topic
from forums.topics.parts import of_posts, of_topics, read_all, templates
from forums.topics.policy import kinds_open_to, should_peers_go_first
from forums.topics.reply_looks import looks, relations

#: Topics on a page of a board, replies on a page of a topic.
TOPICS_A_PAGE = 20
REPLIES_A_PAGE = 50
TOPICS_AT_HOME = 6


def _boards(request: MemberRequest) -> list[Board]:
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


def page_of_topics(request: MemberRequest, boards: list[Board], limit: int = TOPICS_A_PAGE) -> dict[str, Any]:
    """One page of topics by latest activity; the key of the last one leads on to older ones."""
    topics = (
        Topic.objects.filter(board__in=boards, removed_at=None)
        .annotate(**of_topics(request.user))
        .select_related("author", "last_author")
    )
    if key := _before(request):
        when, number = key
        topics = topics.filter(Q(last_activity_at__lt=when) | Q(last_activity_at=when, pk__lt=number))
    found = list(topics.order_by("-last_activity_at", "-pk")[: limit + 1])
    older, found = found[limit:], found[:limit]
    for topic in found:
        mark_unread(topic, request.user)
    last = found[-1] if older else None
    return {
        "topics": found,
        "older": f"{last.last_activity_at.isoformat()}_{last.pk}" if last else "",
    }


def mark_unread(topic: Topic, person: Person) -> None:
    """`unread`, and where to begin: at the first new answer, or at the story of what was never read."""
    read = getattr(topic, "read_position", None)
    quiet = getattr(topic, "following", "") == "mute"
    topic.unread = not quiet and (  # type: ignore[attr-defined]
        topic.last_position > read if read is not None else topic.last_author_id != person.pk
    )
    topic.first_unread = read + 1 if topic.unread and read is not None else 0  # type: ignore[attr-defined]


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
        request,
        "forums/topics/new_topic.html",
        {"form": form, "board": board, "space": board.space, "part_composer": templates("composer")},
        status=422 if form.errors else 200,
    )


def _topic(request: MemberRequest, topic_id: int) -> Topic:
    return get_object_or_404(
        Topic.objects.visible_to(request.user)
        .annotate(**of_topics(request.user))
        .select_related("author", "board__space__group", "board__space__network"),
        pk=topic_id,
    )


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "0")
    if not value.isdecimal() or len(value) > 9:
        raise Http404
    return int(value)


def _after(request: HttpRequest) -> int:
    """The position after which the page begins: `?after=` itself, or the page on which the post `?at=` stands."""
    if at := _number(request, "at"):
        return (at - 1) // REPLIES_A_PAGE * REPLIES_A_PAGE
    return _number(request, "after")


@member_page
@require_safe
@vary_on_headers("HX-Request")
def topic(request: MemberRequest, topic_id: int) -> HttpResponse:
    """A topic's story and a page of its replies: those after `?after=`, or those around the post `?at=`.

    Open pages fetch only what is newer.
    """
    shown = _topic(request, topic_id)
    kinds = kinds_open_to(request.user, shown, shown.board.space)
    return _render_topic(request, shown, ReplyForm(kinds=kinds, initial={"client_uuid": uuid4()}))


def _render_topic(request: MemberRequest, topic: Topic, form: ReplyForm) -> HttpResponse:
    after = _after(request)
    posts = list(
        # A range and no limit: the positions are the page, whatever was taken back since.
        Post.objects.filter(topic=topic, removed_at=None)
        .filter(Q(position=0) | Q(position__range=(after + 1, after + REPLIES_A_PAGE)))
        .annotate(**of_posts(request.user))
        .select_related("author", *relations())
        .order_by("position")
    )
    story = posts[0] if posts and posts[0].position == 0 else None
    replies = posts[1:] if story else posts
    for post in posts:
        post.topic = topic
    for reply in replies:
        reply.look = looks[reply.kind]  # type: ignore[attr-defined]
    replies = _with_answers_below(replies)
    space = topic.board.space
    context = {
        "topic": topic,
        "story": story,
        "space": space,
        "replies": replies,
        "kinds": kinds_open_to(request.user, topic, space),
        "after": min(after + REPLIES_A_PAGE, max(topic.last_position, after)),
        "more": topic.last_position > after + REPLIES_A_PAGE,
        "earlier": max(after - REPLIES_A_PAGE, 0) if after else None,
        "form": form,
        "first_unread": (getattr(topic, "read_position", None) or 0) + 1,
        "peers_first": should_peers_go_first(request.user, topic, space),
        **read_all(request, topic, posts),
    }
    fragment = request.htmx and request.method != "POST"
    template = "forums/topics/_replies.html" if fragment else "forums/topics/topic.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _with_answers_below(replies: list[Post]) -> list[Post]:
    """An answer to another post of the page hangs under it; `answers_below` holds them, in their order."""
    by_pk = {reply.pk: reply for reply in replies}
    for reply in replies:
        reply.answers_below = []  # type: ignore[attr-defined]
        reply.answer_uuid = uuid4()  # type: ignore[attr-defined]
    for reply in replies:
        if reply.answers_to_id in by_pk:
            by_pk[reply.answers_to_id].answers_below.append(reply)  # type: ignore[attr-defined,index]
    return [reply for reply in replies if reply.answers_to_id not in by_pk]


@member_page
@require_POST
def post_reply_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Answer a topic, and come back to where the answer stands."""
    shown = _topic(request, topic_id)
    form = ReplyForm(request.POST, kinds=kinds_open_to(request.user, shown, shown.board.space))
    if not form.is_valid():
        return _render_topic(request, shown, form)
    position = form.cleaned_data.pop("answers_to")
    answered = get_object_or_404(Post, topic=shown, position=position, removed_at=None) if position else None
    return redirect(url_of(post_reply(actor=request.user, topic=shown, answers_to=answered, **form.cleaned_data)))
