"""Reading and correcting minutes, the list of a group's past meetings, and the visible balance."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.membership.models import Group
from community.permissions import MemberRequest, Refused, member_page
from community.roles import GroupKind
from community.spaces.models import Space
from youth_network.agendas.models import Agenda, AgendaItem, ItemState, Outcome, Phase, Placement
from youth_network.agendas.order import balance_of
from youth_network.agendas.views import agenda_of
from youth_network.minutes.forms import CorrectionForm
from youth_network.minutes.operations import CorrectedMeanwhile, NoSuchLine, correct_minutes
from youth_network.minutes.page import counts, minutes_context

#: Meetings on a page of the list.
MEETINGS_A_PAGE = 20


def _minutes_of(request: MemberRequest, meeting_id: int) -> Agenda:
    agenda = agenda_of(request, meeting_id)
    if agenda.phase != Phase.CLOSED:
        raise Http404
    return agenda


def _group(request: MemberRequest, group_id: int) -> Group:
    seen = Space.objects.visible_to(request.user).filter(group__kind=GroupKind.YOUTH_GROUP).values("group_id")
    return get_object_or_404(Group.objects.filter(pk__in=seen).select_related("space", "network"), pk=group_id)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def minutes(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """What happened at a meeting that is over."""
    agenda = agenda_of(request, meeting_id)
    if agenda.phase != Phase.CLOSED:
        return redirect("agenda", agenda.pk)
    template = "_minutes.html" if request.htmx else "minutes.html"
    return render(request, f"youth_network/minutes/{template}", minutes_context(request.user, agenda))


@member_page
@require_POST
def correct_minutes_view(request: MemberRequest, meeting_id: int) -> HttpResponse:
    """Put a line right; where it cannot be, what was typed stands in the field and the reason above it."""
    agenda = _minutes_of(request, meeting_id)
    form = CorrectionForm(request.POST)
    problem, now = "", ""
    if form.is_valid():
        try:
            correct_minutes(actor=request.user, agenda=agenda, **form.cleaned_data)
        except NoSuchLine:
            raise Http404 from None
        except CorrectedMeanwhile as refusal:
            problem, now = str(refusal), refusal.now
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The line is put right."))
            return redirect(reverse("minutes", args=[agenda.pk]))
    else:
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    typed = {"line": request.POST.get("line", ""), "words": request.POST.get("words", ""), "now": now}
    context = minutes_context(request.user, agenda) | {"problem": problem, "typed": typed}
    return render(request, "youth_network/minutes/minutes.html", context, status=422)


@member_page
@require_safe
def past_meetings(request: MemberRequest, group_id: int) -> HttpResponse:
    """A group's minutes, the newest first; `?before=` goes on from a meeting."""
    group = _group(request, group_id)
    agendas = Agenda.objects.visible_to(request.user).filter(meeting__group=group, phase=Phase.CLOSED)
    if before := request.GET.get("before", ""):
        if not (before.isascii() and before.isdecimal() and len(before) < 18):
            raise Http404
        edge = get_object_or_404(agendas.select_related("meeting"), pk=int(before))
        earlier = Q(meeting__starts_at__lt=edge.meeting.starts_at)
        agendas = agendas.filter(earlier | Q(meeting__starts_at=edge.meeting.starts_at, pk__lt=edge.pk))
    found = list(agendas.select_related("meeting").order_by("-meeting__starts_at", "-pk")[: MEETINGS_A_PAGE + 1])
    shown = found[:MEETINGS_A_PAGE]
    titles: dict[int, list[str]] = {}
    discussed = Placement.objects.filter(agenda__in=[a.pk for a in shown], outcome=Outcome.DISCUSSED)
    for place in discussed.select_related("item").order_by("position", "pk"):
        titles.setdefault(place.agenda_id, []).append(place.item.title)
    context = {
        "group": group,
        "space": group.space,
        "meetings": [{"agenda": agenda, "titles": titles.get(agenda.pk, [])} for agenda in shown],
        "older": shown[-1].pk if len(found) > MEETINGS_A_PAGE else None,
    }
    return render(request, "youth_network/minutes/past_meetings.html", context)


@member_page
@require_safe
def agenda_balance(request: MemberRequest, group_id: int) -> HttpResponse:
    """Whose the agenda is, for the group's whole life, and everything that was ever taken down."""
    group = _group(request, group_id)
    taken_down = (
        AgendaItem.objects.visible_to(request.user)
        .filter(group=group, state=ItemState.TAKEN_DOWN)
        .select_related("taken_down_by__person", "proposer__person")
        .order_by("-taken_down_at", "-pk")
    )
    context = {
        "group": group,
        "space": group.space,
        "balance": balance_of(group.pk),
        "taken_down": taken_down,
        "counts": [template_and_count(group) for template_and_count in counts],
    }
    return render(request, "youth_network/minutes/agenda_balance.html", context)
