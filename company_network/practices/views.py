"""Pages of practice, sharing it, and choosing how far it is read."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.attachments.choosing import chosen_files
from community.permissions import MemberRequest, Refused, is_programme, member_page
from community.roles import SpaceKind
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from company_network.companies.models import Trade, companies_of
from company_network.practices.forms import PracticeForm
from company_network.practices.lists import (
    STAFF,
    Wanted,
    boards_of_practice,
    page_of_practice,
    tabs_for,
    tag_that_is_seen,
    tags_offered,
)
from company_network.practices.models import FIELDS
from company_network.practices.operations import post_practice, set_reach
from company_network.practices.policy import can_share_practice, reaches_for
from company_network.practices.sharing import propose_sharing
from forums.boards.models import Board
from forums.drafts.kinds import place_of
from forums.tags.models import Tag
from forums.tags.operations import keep_tags
from forums.topics.composers import begun_in, initial_of
from forums.topics.models import Post, Topic
from forums.topics.views import key_before


def _number(request: MemberRequest, name: str) -> int | None:
    """A number in the address; None where there is none, and nonsense is not found."""
    value = request.GET.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()) or len(value) > 18:
        raise Http404
    return int(value)


@member_page
@require_safe
def practices(request: MemberRequest) -> HttpResponse:
    """What workplaces and teams tried, the newest first: one's network's, all networks' (`?where=across`) or the
    staff's; of a trade (`?trade=`) or with a tag (`?tag=`), each a number."""
    tabs = tabs_for(request.user)
    where = request.GET.get("where", "")
    trade_number, tag_number = _number(request, "trade"), _number(request, "tag")
    tag: Tag | None = tag_that_is_seen(request.user, tag_number) if tag_number and tabs else None
    if not where and tag and tag.space.kind == SpaceKind.TEAM:
        where = STAFF.name
    tab = next((tab for tab in tabs if tab.name == where), None) if where else next(iter(tabs), None)
    if tab is None:
        raise Http404
    boards = boards_of_practice(request.user)
    trades = list(Trade.objects.all())
    trade = next((trade for trade in trades if trade.pk == trade_number), None)
    if (trade_number and trade is None) or (tag_number and tag is None):
        raise Http404
    wanted = Wanted(tab=tab, trade=trade, tag=tag, before=key_before(request))
    cards, older = page_of_practice(request.user, boards, wanted)
    chosen = {"where": tab.name, "trade": trade_number, "tag": tag_number}
    context: dict[str, Any] = {
        "tabs": tabs,
        "tab": tab,
        "cards": cards,
        "older": older,
        "chosen": {name: value for name, value in chosen.items() if value},
        "trades": trades,
        "trade": trade,
        "tag": tag,
        "tags": tags_offered(boards, tab),
        "share_url": _way_to_share(request, boards),
    }
    return render(request, "company_network/practices/practices.html", context)


def _way_to_share(request: MemberRequest, boards: list[Board]) -> str:
    """Straight to the form where there is but one place; empty where the person shares nothing."""
    own = [board for board in boards if can_share_practice(request.user, board)]
    if len(own) == 1:
        return reverse("new_practice", args=[own[0].pk])
    return reverse("begin_practice") if own or is_programme(request.user) else ""


def _boards_to_share_on(request: MemberRequest) -> list[Board]:
    """Where the person may share practice: boards they read, and as programme staff the team boards of all networks."""
    open_to = Board.objects.open_to(request.user).filter(space__kind__in=(SpaceKind.COMPANY, SpaceKind.TEAM))
    boards = open_to.select_related("space__group", "space__network").order_by("space__network__municipality", "pk")
    return [board for board in boards if can_share_practice(request.user, board)]


@member_page
@require_safe
def begin_practice(request: MemberRequest) -> HttpResponse:
    """Where the practice is to stand, for whoever may share it in several places."""
    boards = _boards_to_share_on(request)
    if not boards:
        raise Http404
    places = [
        {
            "board": board,
            "who_sees": Topic(board=board, reach=reaches_for(request.user, board)[0]).who_sees(),
            "across": len(reaches_for(request.user, board)) > 1,
        }
        for board in boards
    ]
    return render(request, "company_network/practices/begin_practice.html", {"places": places})


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
@tells_scripts_where
def new_practice(request: MemberRequest, board_id: int) -> HttpResponse:
    """The form for sharing what one tried. What was typed is still there after any error."""
    place = place_of(request.user, f"practice:{board_id}")
    if place is None:
        raise Http404
    boards = Board.objects.select_related("space__group", "space__network")
    board = boards.get(pk=place.board.pk)
    files, begun = chosen_files(request), begun_in(request.user, f"practice:{board.pk}")
    of_companies = board.space.kind == SpaceKind.COMPANY
    own = list(companies_of(request.user, network=board.space.network_id).distinct()) if of_companies else []
    reaches = reaches_for(request.user, board)
    form = PracticeForm(
        request.POST or None,
        initial={"client_uuid": uuid4()} | initial_of(begun),
        reaches=reaches,
        companies=own,
        carried=files,
    )
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        words, tags = {name: told.pop(name) for name in FIELDS}, told.pop("tags")

        def add_to(story: Post) -> None:
            if tags:
                keep_tags(story.topic, tags)
            if files:
                files.attached_by(request.user)(story)

        topic = post_practice(
            actor=request.user, board=board, words=words, file_count=len(files), add_to=add_to, **told
        )
        story = topic.posts.get(position=0)
        say_with_undo(
            request, _("It hangs on the wall now. Thank you for sharing."), reverse("undo_post", args=[story.pk])
        )
        return redirect("topic", topic.pk)
    context = {
        "form": form,
        "board": board,
        "space": board.space,
        "fields": [form[name] for name in FIELDS],
        "is_guest": reaches[0] != "space",
        "who_sees": [{"reach": reach, "sentence": Topic(board=board, reach=reach).who_sees()} for reach in reaches],
        "begun": begun,
        "part_composer": ["community/attachments/_composer.html"],
    }
    status = 422 if form.errors else 200
    return render(request, "company_network/practices/new_practice.html", context, status=status)


def _topic(request: MemberRequest, topic_id: int) -> Topic:
    topics = Topic.objects.visible_to(request.user).select_related(
        "board__space__group", "board__space__network", "author"
    )
    return get_object_or_404(topics, pk=topic_id, kind="practice")


@member_page
@require_POST
def set_reach_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Choose who may read it from now on (`reach`)."""
    topic = set_reach(actor=request.user, topic=_topic(request, topic_id), reach=request.POST.get("reach", ""))
    messages.success(request, _("From now on: %(who)s") % {"who": topic.who_sees()})
    return redirect("topic", topic.pk)


@member_page
@require_POST
def propose_sharing_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Ask the author, and see the question as it waits."""
    try:
        ask = propose_sharing(actor=request.user, topic=_topic(request, topic_id))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("topic", topic_id)
    messages.success(request, _("The author is asked. There is no hurry."))
    return redirect("ask", ask.pk)
