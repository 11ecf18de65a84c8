"""Reading boards and topics, telling and answering."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Exists, FilteredRelation, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community import clock
from community.attachments.choosing import chosen_files
from community.people.limits import may_post
from community.people.models import Person
from community.permissions import MemberRequest, is_consultant_of, member_page
from community.prepared import asked
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from forums.boards.models import Board
from forums.topics.composers import begun_in, initial_of
from forums.topics.drawing import Draughtsman, draw_composer, draw_folded, draw_row
from forums.topics.forms import ReplyForm, TopicForm
from forums.topics.homes import homes
from forums.topics.models import Post, PostKind, Topic, not_hidden_from, url_of
from forums.topics.operations import post_reply, post_topic
from forums.topics.parts import (
    add_all,
    fields_of,
    of_boards,
    of_posts,
    of_topics,
    read_all,
    stances,
    templates,
)
from forums.topics.policy import kinds_open_to, should_peers_go_first
from forums.topics.quoting import quote_of
from forums.topics.reply_looks import GAP, WAITING, ReplyLook, looks, relations

#: Topics on a page of a board, replies on a page of a topic.
TOPICS_A_PAGE = 20
REPLIES_A_PAGE = 25


def _question_of_boards(person: Person) -> "QuerySet[Board]":
    boards = Board.objects.visible_to(person).annotate(**of_boards(person))
    return boards.select_related("space__group", "space__network")


def boards_of(request: MemberRequest) -> list[Board]:
    """All boards the person sees, with what they chose about each. One query."""
    boards = asked(_question_of_boards, request.user)
    # One's own group first: the boards of groups, then the network's forum, then the others.
    order = ["youth_group", "youth_forum", "company", "team"]
    return sorted(boards, key=lambda board: (order.index(board.space.kind), board.pk))


def key_before(request: HttpRequest) -> tuple[datetime, int] | None:
    """The key of the last topic already seen, `<time>_<id>`; nonsense in the address is not found."""
    key = request.GET.get("before", "")
    if not key:
        return None
    moment, _sep, number = key.rpartition("_")
    try:
        when = parse_datetime(moment)
        # The first and the last hours of the calendar are in no year elsewhere.
        when = when.astimezone(UTC) if when and when.tzinfo else None
    except (ValueError, OverflowError):
        when = None
    if when is None or not number.isdecimal() or len(number) > 18:
        raise Http404
    return when, int(number)


def topics_from(request: MemberRequest, boards: list[Board], which: Exists | None = None) -> "QuerySet[Topic]":
    """Topics by latest activity, from where `?before=` says."""
    topics = _topics(request.user, Q(board__in=boards)).filter(which or Q())
    if key := key_before(request):
        when, number = key
        topics = topics.filter(Q(last_activity_at__lt=when) | Q(last_activity_at=when, pk__lt=number))
    return topics


def _topics(person: Person, which: Q) -> "QuerySet[Topic]":
    return (
        Topic.objects.filter(which, not_hidden_from(person), removed_at=None)
        .annotate(**of_topics(person))
        .select_related("author", "last_author")
        .order_by("-last_activity_at", "-pk")
    )


def _question_of_newest(person: Person, board: int) -> "QuerySet[Topic]":
    return _topics(person, Q(board=board))[: TOPICS_A_PAGE + 1]


def page_of_topics(request: MemberRequest, board: Board, which: Exists | None = None) -> dict[str, Any]:
    """One page of a board's topics by latest activity; the key of the last one leads on to older ones."""
    if which or request.GET.get("before"):
        found = list(topics_from(request, [board], which)[: TOPICS_A_PAGE + 1])
    else:
        found = asked(_question_of_newest, request.user, board=board.pk)
    older, found = found[TOPICS_A_PAGE:], found[:TOPICS_A_PAGE]
    for topic in found:
        mark_unread(topic, request.user)
        topic.row = draw_row(topic, topic.unread, topic.first_unread, getattr(topic, "folded", False))  # type: ignore[attr-defined]
    last = found[-1] if older else None
    return {
        "topics": found,
        "older": f"{last.last_activity_at.isoformat()}_{last.pk}" if last else "",
    }


def _is_quiet(topic: Topic, person: Person) -> bool:
    """Whether the person asked for quiet: of the topic, or of its board where the topic is not theirs or followed."""
    following = getattr(topic, "following", "")
    quiet_board = getattr(topic, "board_following", "") == "mute"
    return following == "mute" or (quiet_board and following != "follow" and topic.author_id != person.pk)


def mark_unread(topic: Topic, person: Person) -> None:
    """`unread`, and where to begin: at the first new answer, or at the story of what was never read."""
    read = getattr(topic, "read_position", None)
    quiet = _is_quiet(topic, person) or getattr(topic, "folded", False)
    topic.unread = not quiet and (  # type: ignore[attr-defined]
        topic.last_position > read if read is not None else topic.last_author_id != person.pk
    )
    topic.first_unread = read + 1 if topic.unread and read is not None else 0  # type: ignore[attr-defined]


@member_page
@require_safe
@vary_on_headers("HX-Request")
def board(request: HttpRequest, board_id: int | None = None) -> HttpResponse:
    """A board's topics by latest activity; without a number one's own group's board."""
    boards = boards_of(request)
    chosen = next((b for b in boards if b.pk == board_id), None) if board_id else next(iter(boards), None)
    if board_id and chosen is None:
        raise Http404
    context: dict[str, Any] = {"boards": boards, "board": chosen, "topics": [], "part_board": templates("board")}
    if chosen:
        context |= page_of_topics(request, chosen)
    template = "forums/topics/_topics.html" if request.htmx else "forums/topics/board.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def new_topic(request: MemberRequest, board_id: int) -> HttpResponse:
    """The form for telling something. What was typed is still there after any error."""
    board = get_object_or_404(
        Board.objects.visible_to(request.user).select_related("space__group", "space__network"), pk=board_id
    )
    more, files, begun = fields_of(board), chosen_files(request), begun_in(request.user, f"topic:{board.pk}")
    form = TopicForm(
        request.POST or None,
        initial={"client_uuid": uuid4()} | initial_of(begun),
        for_youths=board.space.for_youths,
        more=more,
        carried=files,
    )
    if request.method == "POST" and form.is_valid() and may_post(request, form):
        told = form.cleaned_data
        added = {name: told.pop(name) for name in more}

        def add_to(story: Post) -> None:
            add_all(story, added)
            if files:
                files.attached_by(request.user)(story)

        topic = post_topic(actor=request.user, board=board, file_count=len(files), add_to=add_to, **told)
        story = topic.posts.get(position=0)
        say_with_undo(request, _("Your words are on the board."), reverse("undo_post", args=[story.pk]))
        return redirect("topic", topic.pk)
    return render(
        request,
        "forums/topics/new_topic.html",
        {
            "form": form,
            "board": board,
            "space": board.space,
            "begun": begun,
            "part_composer": templates("composer"),
            "part_about": templates("about"),
        },
        status=422 if form.errors else 200,
    )


def _question_of_topic(person: Person, topic: int) -> Any:
    return (
        Topic.objects.visible_to(person)
        .filter(pk=topic)
        .annotate(
            first=FilteredRelation("posts", condition=Q(posts__position=0)),
            **of_topics(person),
            **{f"story_{name}": value for name, value in of_posts(person, "first__pk").items()},
        )
        .select_related("author", "board__space__group", "board__space__network", "first")
    )


def _topic(request: MemberRequest, topic_id: int) -> Topic:
    """The topic with its story, which is `story` unless it was taken back, and the reader's own state of both."""
    found = asked(_question_of_topic, request.user, topic=topic_id)
    if not found:
        raise Http404
    topic = found[0]
    story = topic.first  # type: ignore[attr-defined]
    story.topic, story.author = topic, topic.author
    for name, value in [*vars(topic).items()]:
        if name.startswith("story_"):
            setattr(story, name.removeprefix("story_"), value)
    topic.story = story if story.removed_at is None else None  # type: ignore[attr-defined]
    return topic


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

    Open pages fetch only what is newer. `?quote=` begins the answer with what stands at that position.
    """
    shown = _topic(request, topic_id)
    kinds = kinds_open_to(request.user, shown, shown.board.space)
    initial = {"client_uuid": uuid4()} | initial_of(begun_in(request.user, f"reply:{shown.pk}", shown))
    if "quote" in request.GET:
        initial["body"] = quote_of(request.user, shown, _number(request, "quote"))
    return _render_topic(request, shown, ReplyForm(kinds=kinds, initial=initial))


def _question_of_replies(person: Person, topic: int, first: int, last: int) -> Any:
    # The bound tells PostgreSQL how few there are; it would guess thousands, and join as for thousands.
    return _replies(person, Q(topic=topic, position__range=(first, last)))


def _replies(person: Person, which: Q) -> Any:
    return (
        Post.objects.filter(which)
        .annotate(**of_posts(person))
        .select_related("author", *relations())
        .order_by("position")[:REPLIES_A_PAGE]
    )


def _with_looks(person: Person, topic: Topic, posts: list[Post]) -> list[Post]:
    """These replies of the topic; what was taken back looks like a gap where somebody wrote after it, and like nothing
    (`look` is None) where nobody did. What is hidden from this reader looks like what waits (`stands` is False)."""
    consults = is_consultant_of(person, topic.board.space.network_id)
    for post in posts:
        post.topic = topic
        look: ReplyLook | None = looks.get(post.kind, looks[PostKind.ANSWER])
        hidden = post.hidden_at is not None and not consults and post.author_id != person.pk
        if post.removed_at is not None:
            look = GAP if post.position < topic.last_position else None
        elif hidden:
            look = WAITING
        post.look, post.stands = look, post.removed_at is None and not hidden  # type: ignore[attr-defined]
        post.answers_below = []  # type: ignore[attr-defined]
    return posts


def _changed_since(request: MemberRequest, topic: Topic, after: int) -> list[Post]:
    """The replies that changed among those that an open page shows already, since it was made (`?changed=`,
    microseconds); and the story, where it is what changed."""
    since = request.GET.get("changed", "")
    if not since.isdecimal() or len(since) > 16:
        return []
    moment = datetime.fromtimestamp(int(since) / 1_000_000, tz=UTC)
    newer = Q(topic=topic, changed_at__gt=moment, position__range=(1, after))
    changed = _with_looks(request.user, topic, list(_replies(request.user, newer)))
    letters = [post.pk for post in changed if post.stands]  # type: ignore[attr-defined]
    answers = _replies(request.user, Q(topic=topic, answers_to__in=letters)) if letters else []
    below = _with_looks(request.user, topic, list(answers))
    for post in changed:
        post.answers_below = [answer for answer in below if answer.answers_to_id == post.pk and answer.look]  # type: ignore[attr-defined]
    story = topic.first  # type: ignore[attr-defined]
    return [story, *changed] if story.changed_at and story.changed_at > moment else changed


def _render_topic(request: MemberRequest, topic: Topic, form: ReplyForm) -> HttpResponse:
    after = _after(request)
    # The positions are the page, whatever was taken back since.
    found = asked(_question_of_replies, request.user, topic=topic.pk, first=after + 1, last=after + REPLIES_A_PAGE)
    replies = [post for post in _with_looks(request.user, topic, found) if post.look]  # type: ignore[attr-defined]
    fragment = request.htmx and request.method != "POST"
    changed = _changed_since(request, topic, after) if fragment else []
    story = None if fragment else topic.story  # type: ignore[attr-defined]
    below = [answer for post in changed if post.position for answer in post.answers_below]  # type: ignore[attr-defined]
    shown = [post for post in (*replies, *changed, *below) if post.position and post.stands]  # type: ignore[attr-defined]
    told = [post for post in (story, *changed) if post and not post.position and post.removed_at is None]
    standing = [*told, *shown]
    replies = _with_answers_below(replies)
    read = read_all(request, topic, standing)
    _draw(request, topic, [*([story] if story else []), *replies], changed, standing)
    space, kinds = topic.board.space, kinds_open_to(request.user, topic, topic.board.space)
    peers_first = should_peers_go_first(request.user, topic, space)
    context = {
        "topic": topic,
        "story": story,
        "space": space,
        "replies": replies,
        "changed": changed,
        "stamp": int(clock.now().timestamp() * 1_000_000),
        "kinds": kinds,
        "after": min(after + REPLIES_A_PAGE, max(topic.last_position, after)),
        "more": topic.last_position > after + REPLIES_A_PAGE,
        "earlier": max(after - REPLIES_A_PAGE, 0) if after else None,
        "form": form,
        "composer": draw_composer(request, topic, form, kinds, "" if peers_first else "answer"),
        "begun": begun_in(request.user, f"reply:{topic.pk}", topic),
        "first_unread": (getattr(topic, "read_position", None) or 0) + 1,
        "peers_first": peers_first,
        "home": homes.get(topic.kind),
        **read,
    }
    template = "forums/topics/_replies.html" if fragment else "forums/topics/topic.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _with_answers_below(replies: list[Post]) -> list[Post]:
    """An answer to another post of the page hangs under it; `answers_below` holds them, in their order."""
    by_pk = {reply.pk: reply for reply in replies}
    for reply in replies:
        if reply.answers_to_id in by_pk:
            by_pk[reply.answers_to_id].answers_below.append(reply)  # type: ignore[attr-defined,index]
    return [reply for reply in replies if reply.answers_to_id not in by_pk]


def _draw(request: MemberRequest, topic: Topic, shown: list[Post], changed: list[Post], standing: list[Post]) -> None:
    """Sets `drawing` on what the page shows, and on what changed so that an open page puts it in its place."""
    stance, draughtsman = stances(request, topic, standing), Draughtsman(request, topic)

    def draw(post: Post, oob: bool) -> SafeString:
        drawing = draw_open(post, oob)
        # An answer that takes its own place on an open page lies folded there already; a gap has no words to fold.
        folds = getattr(post, "folded", False) and getattr(post, "stands", True) and not (oob and post.position)
        return draw_folded(drawing, is_story=not post.position) if folds else drawing

    def draw_open(post: Post, oob: bool) -> SafeString:
        if post.position == 0:
            return draughtsman.draw(post, looks[post.kind].template, stance(post))
        look: ReplyLook = post.look  # type: ignore[attr-defined]
        if not post.stands:  # type: ignore[attr-defined]
            return draughtsman.draw(post, look.template, {}, oob=oob)
        below = tuple(draw(answer, False) for answer in post.answers_below)  # type: ignore[attr-defined]
        values = stance(post)
        if look.asks_the_teller and values["teller"] and not below:
            return draughtsman.draw(post, look.template, values, personal=True, oob=oob, answer_uuid=uuid4())
        return draughtsman.draw(post, look.template, values, below=below, oob=oob)

    for post in shown:
        post.drawing = draw(post, False)  # type: ignore[attr-defined]
    for post in changed:
        if post.removed_at is None or (post.position and post.look):  # type: ignore[attr-defined]
            post.drawing = draw(post, True)  # type: ignore[attr-defined]


@member_page
@require_POST
@tells_scripts_where
def post_reply_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Answer a topic, and come back to where the answer stands."""
    shown = _topic(request, topic_id)
    files = chosen_files(request)
    form = ReplyForm(request.POST, kinds=kinds_open_to(request.user, shown, shown.board.space), carried=files)
    if not form.is_valid() or not may_post(request, form):
        return _render_topic(request, shown, form)
    position = form.cleaned_data.pop("answers_to")
    answered = get_object_or_404(Post, topic=shown, position=position, removed_at=None) if position else None
    post = post_reply(
        actor=request.user,
        topic=shown,
        answers_to=answered,
        file_count=len(files),
        add_to=files.attached_by(request.user) if files else None,
        **form.cleaned_data,
    )
    say_with_undo(request, _("Your answer stands."), reverse("undo_post", args=[post.pk]))
    return redirect(url_of(post))
