"""Saying that something is wrong, what became of it, and what was done about oneself."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.chat.hours import watch_in
from community.keeping_away.policy import can_keep_away, kept_away_by
from community.membership.bylines import byline_of
from community.membership.models import Membership
from community.moderation.appeals import appeal
from community.moderation.cases import noun_of, outcome_of
from community.moderation.forms import AppealForm, ReportForm
from community.moderation.kinds import SAID_KINDS, DeedKind, ReportKind
from community.moderation.models import Appeal, Deed, Report
from community.moderation.policy import can_appeal, can_report
from community.moderation.reporting import report, said_in
from community.moderation.subjects import PERSON, people_to_speak_of
from community.people.models import Person
from community.permissions import MemberRequest, Refused, member_page, memberships
from community.plain_text import shorten
from community.roles import TEAM_ROLES, Role
from community.subjects import SubjectKind, named

#: How much of the thing stands on the page, so that one sees what one speaks of.
SHOWN = 280
#: What can be said of a person, beside their words.
OF_A_PERSON = (ReportKind.WORRIED, ReportKind.HURTS, ReportKind.OTHER)


def _thing(request: MemberRequest, subject_type: str, subject_id: int) -> tuple[SubjectKind, Any]:
    kind = named(subject_type)
    thing = kind.get(request.user, subject_id) if kind and kind.care else None
    if kind is None or thing is None or not can_report(request.user, kind, thing):
        raise Http404
    return kind, thing


def _page(request: MemberRequest, kind: SubjectKind, thing: Any, form: ReportForm) -> HttpResponse:
    about = kind.concerns(thing)
    of_person = kind.name == PERSON.name
    spoken_of = about is not None and not of_person and can_report(request.user, PERSON, about)
    assert kind.care is not None
    context = {
        "form": form,
        "kind": kind,
        "thing": thing,
        "noun": kind.care.noun,
        "quote": "" if of_person else shorten(said_in(kind, thing), SHOWN),
        "back": kind.url(thing),
        "about": about,
        "of_person": of_person,
        "kinds": [(one.value, one.label) for one in (OF_A_PERSON if of_person else SAID_KINDS)],
        "person_kinds": [(one.value, one.label) for one in OF_A_PERSON] if spoken_of else [],
        "among_two": kind.care.among_two(thing),
        "hides_names": kind.care.hides_names(thing),
        "watch": watch_in(kind.care.network(thing, request.user) or 0),
    }
    return render(request, "community/moderation/report.html", context, status=422 if form.errors else 200)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def report_view(request: MemberRequest, subject_type: str, subject_id: int) -> HttpResponse:
    """The kinds, each a button that says it. Nobody learns who said it."""
    kind, thing = _thing(request, subject_type, subject_id)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, kind, thing, form)
    # Never limited: only that it hides a thing at once is, where one person says it of very many.
    hides = bool(ratelimit.consume(request, action="report_hides", user=request.user))
    try:
        said, new = report(actor=request.user, kind=kind, thing=thing, hides=hides, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, kind, thing, form)
    if not new:
        messages.info(request, _("You have said so already. It is the same case."))
    return redirect("my_report", said.pk)


@member_page
@require_safe
def say_something(request: MemberRequest) -> HttpResponse:
    """Of whom one speaks, where it is about no words of theirs."""
    people: list[Person] = people_to_speak_of(request.user)
    roles = dict(Membership.objects.current().filter(person__in=people).values_list("person_id", "role"))
    for person in people:
        person.byline = byline_of(roles.get(person.pk, Role.YOUTH))  # type: ignore[attr-defined]
    return render(request, "community/moderation/say_something.html", {"people": people})


@member_page
@require_safe
def my_report(request: MemberRequest, report_id: int) -> HttpResponse:
    """Thanks, what happens now, and what became of it."""
    reports = Report.objects.visible_to(request.user).select_related("case__network", "case__taken_by", "case__author")
    said = get_object_or_404(reports.prefetch_related("case__deeds"), pk=report_id)
    kind = named(said.case.subject_type)
    thing = kind.get(request.user, said.case.subject_id) if kind else None
    author = said.case.author
    hurts = said.kind != ReportKind.WORRIED and author is not None and author.pk not in kept_away_by(request.user)
    context = {
        "report": said,
        # Whoever was hurt can also have peace from somebody at once, whatever the consultants find.
        "keeps_away": author if hurts and author and can_keep_away(request.user, author) else None,
        "noun": noun_of(said.case),
        "outcome": outcome_of(said.case),
        "waits": said.case.taken_at is None and said.case.closed_at is None,
        "worried": said.kind == ReportKind.WORRIED,
        "watch": watch_in(said.case.network_id),
        "back": kind.url(thing) if kind and thing is not None else "",
    }
    return render(request, "community/moderation/my_report.html", context)


@member_page
@require_safe
def my_care(request: MemberRequest) -> HttpResponse:
    """What one has said something about, and what was done about oneself: read by nobody else here."""
    reports = Report.objects.visible_to(request.user).select_related("case").prefetch_related("case__deeds")
    context = {
        "reports": [
            {"report": one, "noun": noun_of(one.case), "outcome": outcome_of(one.case)}
            for one in reports.order_by("-made_at", "-pk")[:MOST]
        ],
        "looks": any(m.role in TEAM_ROLES for m in memberships(request.user)),
        "deeds": Deed.objects.against(request.user).select_related("by", "undone_by", "appeal", "case")[:MOST],
    }
    return render(request, "community/moderation/my_care.html", context)


#: Lines of each on one's own page.
MOST = 50


def _deed(request: MemberRequest, deed_id: int) -> Deed:
    """A deed about oneself."""
    deeds = Deed.objects.against(request.user).select_related("by", "person", "undone_by", "case__space__group")
    return get_object_or_404(deeds, pk=deed_id)


def _deed_page(request: MemberRequest, deed: Deed, form: AppealForm) -> HttpResponse:
    kind = named(deed.case.subject_type)
    thing = kind.standing_or_hidden(deed.case.subject_id) if kind else None
    words = kind.care.passages(thing) if kind and kind.care and thing is not None else []
    seen = kind is not None and thing is not None and kind.get(request.user, thing.pk) is not None
    context = {
        "deed": deed,
        "noun": noun_of(deed.case),
        "portrait": deed.case.subject_type == PERSON.name
        and deed.kind in (DeedKind.HIDE, DeedKind.ASK_CHANGE)
        and request.user.own_portrait_url,
        "passages": [] if deed.case.subject_type == PERSON.name else words,
        "url": kind.url(thing) if kind and seen and deed.case.subject_type != PERSON.name else "",
        "appeal": Appeal.objects.filter(deed=deed).select_related("answered_by").first(),
        "may_appeal": can_appeal(request.user, deed),
        "form": form,
    }
    return render(request, "community/moderation/deed.html", context, status=422 if form.errors else 200)


@member_page
@require_safe
def deed_view(request: MemberRequest, deed_id: int) -> HttpResponse:
    """What was done, by which rule and why; one's own words; and asking for another look."""
    return _deed_page(request, _deed(request, deed_id), AppealForm())


@member_page
@require_POST
def appeal_view(request: MemberRequest, deed_id: int) -> HttpResponse:
    """Ask that somebody else looks."""
    deed, form = _deed(request, deed_id), AppealForm(request.POST)
    if not form.is_valid():
        return _deed_page(request, deed, form)
    try:
        appeal(actor=request.user, deed=deed, words=form.cleaned_data["words"])
        messages.success(request, _("Somebody else than who did it looks at it now."))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _deed_page(request, deed, form)
    return redirect("deed", deed.pk)
