"""The agenda of a meeting: seeing the table, putting something on it, voting, taking roles."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community import clock
from community.permissions import MemberRequest, Refused, member_page, require
from community.undo import UNDO_TAKEN_FOR, say_with_undo
from forums.topics.models import Topic
from youth_network.agendas.forms import ItemProposalForm, MinutesForm, PracticalForm
from youth_network.agendas.from_topics import groups_for, propose_from_topic
from youth_network.agendas.hosting import hand_back_role, move_item, order_items, set_minutes, take_role
from youth_network.agendas.models import Agenda, AgendaItem, Placement, Role
from youth_network.agendas.operations import (
    change_item,
    propose_item,
    propose_practical,
    put_back_item,
    take_back_vote,
    vote_on_item,
    withdraw_item,
)
from youth_network.agendas.page import agenda_context
from youth_network.agendas.policy import can_change_item, can_propose_item, can_propose_practical


def agenda_of(request: MemberRequest, meeting_id: int) -> Agenda:
    """The meeting's agenda, where the person sees the group's space."""
    agendas = Agenda.objects.visible_to(request.user).select_related("meeting__group__space", "meeting__group__network")
    return get_object_or_404(agendas, pk=meeting_id)


def placement_of(request: MemberRequest, placement_id: int) -> Placement:
    places = Placement.objects.filter(agenda__in=Agenda.objects.visible_to(request.user))
    return get_object_or_404(places.select_related("agenda__meeting__group", "item"), pk=placement_id)


def item_of(request: MemberRequest, item_id: int) -> AgendaItem:
    items = AgendaItem.objects.visible_to(request.user).select_related("group__space", "group__network")
    return get_object_or_404(items.select_related("proposer__person"), pk=item_id)


def _page(request: MemberRequest, agenda: Agenda, template: str, **more: Any) -> HttpResponse:
    return render(request, f"youth_network/agendas/{template}", agenda_context(request.user, agenda) | more)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def agenda_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """The table; an open page fetches what stands on it now."""
    agenda = agenda_of(request, meeting_id)
    return _page(request, agenda, "_agenda.html" if request.htmx else "agenda.html")


def _do(request: MemberRequest, agenda_id: int, deed: Callable[[], object], anchor: str = "") -> HttpResponse:
    """Do the deed and show the table as it now stands: the fragment where a script asked, otherwise the page.

    A refusal is a sentence above the table; the table itself shows what holds.
    """
    problem = ""
    try:
        deed()
    except Refused as refusal:
        problem = str(refusal)
    if request.htmx:
        return _page(request, agenda_of(request, agenda_id), "_agenda.html", problem=problem)
    if problem:
        messages.error(request, problem)
    if request.POST.get("then") == "live":
        return redirect("live_meeting", agenda_id)
    return redirect(reverse("agenda", args=[agenda_id]) + (f"#{anchor}" if anchor else ""))


# --- votes --------------------------------------------------------------------------------------------------------
@member_page
@require_POST
@vary_on_headers("HX-Request")
def vote_on_item_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Lay a vote."""
    place = placement_of(request, placement_id)
    return _do(request, place.agenda_id, lambda: vote_on_item(actor=request.user, placement=place), f"item-{place.pk}")


@member_page
@require_POST
@vary_on_headers("HX-Request")
def take_back_vote_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Take a vote back."""
    place = placement_of(request, placement_id)
    return _do(
        request, place.agenda_id, lambda: take_back_vote(actor=request.user, placement=place), f"item-{place.pk}"
    )


# --- roles and order ----------------------------------------------------------------------------------------------
def _role(name: str) -> Role:
    if name not in Role.values:
        raise Http404
    return Role(name)


@member_page
@require_POST
@vary_on_headers("HX-Request")
def take_role_view(request: MemberRequest, meeting_id: int, role: str) -> HttpResponse:
    agenda, which = agenda_of(request, meeting_id), _role(role)
    return _do(request, agenda.pk, lambda: take_role(actor=request.user, agenda=agenda, role=which), "roles")


@member_page
@require_POST
@vary_on_headers("HX-Request")
def hand_back_role_view(request: MemberRequest, meeting_id: int, role: str) -> HttpResponse:
    agenda, which = agenda_of(request, meeting_id), _role(role)
    return _do(request, agenda.pk, lambda: hand_back_role(actor=request.user, agenda=agenda, role=which), "roles")


@member_page
@require_POST
@vary_on_headers("HX-Request")
def order_items_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Put the waiting items in the order of `order`, their places' keys parted by commas."""
    agenda = agenda_of(request, meeting_id)
    keys = request.POST.get("order", "").split(",")
    if len(keys) > 200 or not all(key.isascii() and key.isdecimal() and len(key) < 18 for key in keys):
        raise Http404
    placements = [int(key) for key in keys]
    return _do(request, agenda.pk, lambda: order_items(actor=request.user, agenda=agenda, placements=placements))


@member_page
@require_POST
@vary_on_headers("HX-Request")
def move_item_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Move an item one place up (`where=earlier`) or down."""
    place, earlier = placement_of(request, placement_id), request.POST.get("where") == "earlier"
    deed = lambda: move_item(actor=request.user, placement=place, earlier=earlier)  # noqa: E731
    return _do(request, place.agenda_id, deed, f"item-{place.pk}")


@member_page
@require_POST
@vary_on_headers("HX-Request")
def set_minutes_view(request: MemberRequest, placement_id: int) -> HttpResponse:
    place, form = placement_of(request, placement_id), MinutesForm(request.POST)

    def deed() -> None:
        require(form.is_valid(), _("Between 1 and 90 minutes."))
        set_minutes(actor=request.user, placement=place, minutes=form.cleaned_data["minutes"])

    return _do(request, place.agenda_id, deed, f"item-{place.pk}")


# --- items --------------------------------------------------------------------------------------------------------
def said_where(request: MemberRequest, item: AgendaItem) -> HttpResponse:
    """Back to the table the item lies on, with a line that can take it back."""
    place = item.placements.filter(outcome="waiting").first()
    undo = reverse("withdraw_item", args=[item.pk])
    if place is None:
        say_with_undo(request, _("It waits for your next meeting."), undo)
        return redirect("meetings")
    say_with_undo(request, _("It lies on the table."), undo)
    return redirect(reverse("agenda", args=[place.agenda_id]) + f"#item-{place.pk}")


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_item_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Put something on the table in one line."""
    agenda = agenda_of(request, meeting_id)
    group = agenda.meeting.group
    require(can_propose_item(request.user, group), _("The agenda belongs to the youths of the group."))
    form = ItemProposalForm(request.POST if request.method == "POST" else None, initial={"client_uuid": uuid4()})
    if request.method == "POST" and form.is_valid():
        return said_where(request, propose_item(actor=request.user, group=group, **form.cleaned_data))
    context = {"agenda": agenda, "space": group.space, "form": form, "later": not agenda.is_open}
    return render(request, "youth_network/agendas/propose_item.html", context, status=422 if form.errors else 200)


@member_page
@require_POST
def propose_from_topic_view(request: MemberRequest, topic_id: int, group_id: int) -> HttpResponse:
    """Put a topic on the group's table, or ask its author for it."""
    topics = Topic.objects.visible_to(request.user).select_related("board__space", "author")
    topic = get_object_or_404(topics, pk=topic_id, removed_at=None)
    group = next((one for one in groups_for(request.user, topic) if one.pk == group_id), None)
    if group is None:
        raise Http404
    try:
        made = propose_from_topic(actor=request.user, topic=topic, group=group)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("topic", topic.pk)
    if isinstance(made, AgendaItem):
        return said_where(request, made)
    if made.asker_id != request.user.pk:
        messages.success(request, _("Somebody of your group has asked already. It waits for an answer."))
        return redirect("topic", topic.pk)
    say = _("%(name)s is asked, and can say yes or no in peace.") % {"name": topic.author.display_name}
    say_with_undo(request, say, reverse("take_back_ask", args=[made.pk]))
    return redirect("ask", made.pk) if made.asked_at < clock.now() - UNDO_TAKEN_FOR else redirect("topic", topic.pk)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def propose_practical_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """The team's slot for what is practical."""
    agenda = agenda_of(request, meeting_id)
    require(can_propose_practical(request.user, agenda.meeting.group), _("The practical slot is the team's."))
    form = PracticalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            item = propose_practical(actor=request.user, agenda=agenda, title=form.cleaned_data["title"])
            return said_where(request, item)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"agenda": agenda, "space": agenda.meeting.group.space, "form": form, "practical": True}
    return render(request, "youth_network/agendas/propose_item.html", context, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def change_item_view(request: MemberRequest, item_id: int) -> HttpResponse:
    """Change one's own item while it waits."""
    item = item_of(request, item_id)
    require(can_change_item(request.user, item), _("Only the one who proposed it can change it."))
    now = {"title": item.title, "minutes": item.minutes, "form": item.form, "client_uuid": uuid4()}
    form = ItemProposalForm(request.POST if request.method == "POST" else None, initial=now, minutes=item.minutes)
    place = item.placements.filter(outcome="waiting").first()
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "minutes", "form")}
        try:
            change_item(actor=request.user, item=item, **values)
        except Refused as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("It is changed."))
            return redirect(reverse("agenda", args=[place.agenda_id]) if place else "meetings")
    context = {"item": item, "place": place, "space": item.group.space, "form": form}
    return render(request, "youth_network/agendas/propose_item.html", context, status=422 if form.errors else 200)


def _back_from(item: AgendaItem) -> str:
    """The table the item lay on last."""
    place = item.placements.order_by("-placed_at", "-pk").first()
    return reverse("agenda", args=[place.agenda_id]) if place else reverse("meetings")


@member_page
@require_POST
def withdraw_item_view(request: MemberRequest, item_id: int) -> HttpResponse:
    """Take one's own item back; a line with "undo" puts it there again."""
    item = item_of(request, item_id)
    try:
        withdraw_item(actor=request.user, item=item)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say_with_undo(request, _("You have taken it back."), reverse("put_back_item", args=[item.pk]))
    return redirect(_back_from(item))


@member_page
@require_POST
def put_back_item_view(request: MemberRequest, item_id: int) -> HttpResponse:
    """Put what was taken back or parked on the table again."""
    item = item_of(request, item_id)
    try:
        item = put_back_item(actor=request.user, item=item)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_back_from(item))
    return said_where(request, item)
