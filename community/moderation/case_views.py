"""The queue of those who look after a network, a case, and the deeds: each has its own address and calls one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.audit.models import Reason
from community.audit.operations import enter_once_a_day
from community.care_rules.models import CareRules
from community.chat.hours import watch_in
from community.moderation import deeds, taking, undoing
from community.moderation.appeals import answer_appeal
from community.moderation.cases import case_context, closed_of, networks_looked_after, queue_of
from community.moderation.deeds import ActedMeanwhile
from community.moderation.entered import CASE_READ
from community.moderation.forms import (
    AppealAnswerForm,
    ChangeForm,
    DeedForm,
    HandOverForm,
    LetStandForm,
    MoveForm,
    NoteForm,
    PauseForm,
    PersonForm,
    SpreeForm,
    VersionForm,
)
from community.moderation.models import Appeal, Case, Deed
from community.moderation.policy import psychologists_of
from community.permissions import MemberRequest, Refused, member_page, memberships
from community.roles import TEAM_ROLES, Role

#: The forms of the page, by the deed whose address they are sent to.
FORMS: dict[str, type[forms.Form]] = {
    "hide_thing": DeedForm,
    "let_stand": LetStandForm,
    "ask_to_change": ChangeForm,
    "close_topic": DeedForm,
    "move_topic": MoveForm,
    "pause_person": PauseForm,
    "end_membership_by_rule": PersonForm,
    "hide_all_since": SpreeForm,
    "hand_over_case": HandOverForm,
    "note_on_case": NoteForm,
    "answer_appeal": AppealAnswerForm,
}


def _form(name: str, case: Case, data: Any = None, known: dict[str, Any] | None = None) -> forms.Form:
    kind = FORMS[name]
    more: dict[str, Any] = {"initial": {"version": case.version}, "auto_id": f"{name}-%s"}
    if issubclass(kind, DeedForm):
        more |= {"case": case, "known": known}
    if issubclass(kind, HandOverForm):
        more["people"] = psychologists_of(case.network_id)
    form = kind(data, **more)
    # The server says what is missing, in a sentence beside the field.
    form.use_required_attribute = False
    return form


def _case(request: MemberRequest, case_id: int) -> Case:
    cases = Case.objects.visible_to(request.user).select_related(
        "network", "author", "space__group", "space__network", "taken_by", "handed_to", "deputy"
    )
    return get_object_or_404(cases.prefetch_related("reports"), pk=case_id)


@transaction.atomic
def _page(request: MemberRequest, case: Case, typed: tuple[str, forms.Form] | None = None, status: int = 200) -> Any:
    """The case as it stands now, with what was typed still in its form. Whom it is about can see who looked."""
    if case.author_id not in (None, request.user.pk):
        enter_once_a_day(
            actor=request.user,
            verb=CASE_READ.name,
            subject=case,
            reason=Reason.REPORT,
            about=case.author,
            network=case.network_id,
        )
    context = case_context(request.user, case)
    shown = {name: _form(name, case, known=context) for name in FORMS}
    if typed is not None:
        name, form = typed
        if "version" in form.fields:
            # The page that comes back shows the case as it is now: the next press is about that.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = case.version  # type: ignore[index]
        shown[name] = form
        context["typed"] = name
    context |= {"forms": shown, "version": case.version}
    if request.htmx and typed is None:
        return render(request, "community/moderation/_case_state.html", context)
    return render(request, "community/moderation/case.html", context, status=status)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def care_queue(request: MemberRequest) -> HttpResponse:
    """What waits, for those who look after a network, and for whom one case was given to: the newest danger first."""
    cases = Case.objects.visible_to(request.user)
    networks = networks_looked_after(request.user)
    psychologist = any(m.role == Role.PSYCHOLOGIST for m in memberships(request.user))
    if not networks and not psychologist and not cases.exists():
        raise Http404
    closed = request.GET.get("closed") == "1"
    context: dict[str, Any] = {
        "networks": networks,
        "followed": [m.network_id for m in memberships(request.user) if m.network_id and m.role in TEAM_ROLES],
        "several": len({m.network_id for m in memberships(request.user) if m.network_id}) > 1,
        "closed": closed,
        "lines": closed_of(cases) if closed else [],
        "queue": None if closed else queue_of(request.user, cases),
    }
    if request.htmx:
        return render(request, "community/moderation/_queue.html", context)
    context["watches"] = [
        {"network": network, "watch": watch_in(network.pk), "rules": CareRules.of(network.pk)} for network in networks
    ]
    return render(request, "community/moderation/queue.html", context)


@member_page
@require_safe
@vary_on_headers("HX-Request")
def case_view(request: MemberRequest, case_id: int) -> HttpResponse:
    """A case: what was said, the thing in its context, what was done, and what can be done."""
    return _page(request, _case(request, case_id))


def _done(request: MemberRequest, case: Case, sentence: Any) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("case", case.pk)


def _deed_view(name: str, verb: Callable[..., object], sentence: Any) -> Callable[..., HttpResponseBase]:
    """The address of a deed: reads its form, calls its verb, and comes back to the case."""

    @member_page
    @require_POST
    def view(request: MemberRequest, case_id: int) -> HttpResponse:
        case = _case(request, case_id)
        form = _form(name, case, request.POST) if name in FORMS else VersionForm(request.POST)
        if not form.is_valid():
            if name not in FORMS:
                raise Http404
            return _page(request, case, (name, form), status=422)
        try:
            verb(actor=request.user, case=case, **form.cleaned_data)
        except Refused as refusal:
            status = 409 if isinstance(refusal, ActedMeanwhile) else 422
            case = _case(request, case_id)
            if name not in FORMS:
                messages.error(request, str(refusal))
                return redirect("case", case.pk)
            form.add_error(None, str(refusal))
            return _page(request, case, (name, form), status=status)
        messages.success(request, sentence)
        # A deputy, or whoever handed it on, may not see it any more.
        return redirect("case", case.pk) if Case.objects.visible_to(request.user).filter(pk=case.pk) else _home()

    view.__name__ = f"{name}_view"
    return view


def _home() -> HttpResponse:
    return redirect("since_last")


take_case_view = _deed_view("take_case", taking.take_case, gettext_lazy("You have it."))
give_back_case_view = _deed_view(
    "give_back_case", taking.give_back_case, gettext_lazy("Somebody else can take it now.")
)
close_case_view = _deed_view(
    "close_case", deeds.close_case, gettext_lazy("Looked at. Those who said something are told.")
)
hide_thing_view = _deed_view(
    "hide_thing", deeds.hide_thing, gettext_lazy("It is hidden. The author and those who said something are told.")
)
let_stand_view = _deed_view("let_stand", deeds.let_stand, gettext_lazy("It stands again, and its author is told."))
ask_to_change_view = _deed_view(
    "ask_to_change", deeds.ask_to_change, gettext_lazy("It is hidden, and the author has your words.")
)
close_topic_view = _deed_view(
    "close_topic", deeds.close_topic, gettext_lazy("The conversation is closed. The rule stands there.")
)
move_topic_view = _deed_view("move_topic", deeds.move_topic, gettext_lazy("It is moved, and its author is told."))
pause_person_view = _deed_view("pause_person", deeds.pause_person, gettext_lazy("The pause has begun. They read why."))
end_membership_by_rule_view = _deed_view(
    "end_membership_by_rule", deeds.end_membership_by_rule, gettext_lazy("The membership is ended. They read why.")
)
hide_all_since_view = _deed_view(
    "hide_all_since", undoing.hide_all_since, gettext_lazy("All of it is hidden. One press takes it back.")
)
hand_over_case_view = _deed_view(
    "hand_over_case", deeds.hand_over_case, gettext_lazy("The psychologist has it now, and is told.")
)
note_on_case_view = _deed_view("note_on_case", taking.note_on_case, gettext_lazy("Your note is kept."))


@member_page
@require_POST
def undo_deed_view(request: MemberRequest, deed_id: int) -> HttpResponse:
    """Take a deed back."""
    deeds_seen = Deed.objects.filter(case__in=Case.objects.visible_to(request.user)).select_related("case", "person")
    deed, form = get_object_or_404(deeds_seen, pk=deed_id), VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        undoing.undo_deed(actor=request.user, deed=deed, version=form.cleaned_data["version"])
        messages.success(request, _("It is taken back, and whom it concerned is told."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("case", deed.case_id)


@member_page
@require_POST
def answer_appeal_view(request: MemberRequest, appeal_id: int) -> HttpResponse:
    """Say whether a deed stands."""
    seen = Appeal.objects.filter(deed__case__in=Case.objects.visible_to(request.user))
    appeal = get_object_or_404(seen.select_related("deed__case"), pk=appeal_id)
    case = _case(request, appeal.deed.case_id)
    form = _form("answer_appeal", case, request.POST)
    if not form.is_valid():
        return _page(request, case, ("answer_appeal", form), status=422)
    try:
        answer_appeal(actor=request.user, appeal=appeal, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        status = 409 if isinstance(refusal, ActedMeanwhile) else 422
        return _page(request, _case(request, case.pk), ("answer_appeal", form), status=status)
    return _done(request, case, _("Whoever asked reads your answer."))
