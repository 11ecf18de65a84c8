"""Notes of concern: the staff's list and form, the note itself, and one's own."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.audit.models import Reason
from community.audit.operations import enter
from community.care_rules.models import CareRules
from community.concerns.entered import CONCERN_READ
from community.concerns.forms import ConcernAnswerForm, ConcernForm
from community.concerns.models import LONGEST_HOLD, ConcernNote
from community.concerns.operations import answer_concern, countersign_hold, end_concern, lift_hold, write_concern
from community.concerns.policy import (
    can_answer_concern,
    can_countersign,
    can_end_concern,
    can_lift_hold,
    can_see_concerns,
    deputies_for,
    has_concerns_page,
    other_staff,
)
from community.membership.models import Membership, Network
from community.people.models import Person
from community.permissions import MemberRequest, Refused, is_staff_of, member_page
from community.roles import Role


def _network(request: MemberRequest, network_id: int) -> Network:
    network = get_object_or_404(Network.objects.visible_to(request.user), pk=network_id)
    if not can_see_concerns(request.user, network):
        raise Http404
    return network


def _note(request: MemberRequest, note_id: int) -> ConcernNote:
    notes = ConcernNote.objects.visible_to(request.user).select_related(
        "about", "written_by", "countersigned_by", "asked_of", "network"
    )
    return get_object_or_404(notes, pk=note_id)


@member_page
@require_safe
def concerns(request: MemberRequest, network_id: int) -> HttpResponse:
    """Whom there is a note about, and when: no words stand here."""
    network = _network(request, network_id)
    notes = ConcernNote.objects.visible_to(request.user).filter(network=network).select_related("about", "written_by")
    context = {
        "network": network,
        "standing": [note for note in notes if note.over_at is None],
        "over": [note for note in notes if note.over_at is not None],
    }
    return render(request, "community/concerns/concerns.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def write_concern_view(request: MemberRequest, network_id: int) -> HttpResponse:
    network = _network(request, network_id)
    youths = Membership.objects.current().filter(network=network, role=Role.YOUTH)
    alone = not other_staff(network.pk, request.user.pk).exists()
    form = ConcernForm(
        request.POST if request.method == "POST" else None,
        youths=Person.objects.filter(pk__in=youths.values("person_id")).order_by("display_name", "pk"),
        deputies=deputies_for(network.pk).order_by("display_name", "pk") if alone else None,
        # The deputy that the network has named for such things is offered first.
        initial={"about": request.GET.get("about", ""), "asked_of": CareRules.of(network.pk).deputy_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            note = write_concern(actor=request.user, network=network, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("It is written down. Somebody is asked for the second signature.")
                if note.is_hidden
                else _("It is written down, and %(name)s can read it.") % {"name": note.about.display_name},
            )
            return redirect("concerns", network.pk)
    context = {"network": network, "form": form, "alone": alone, "longest": LONGEST_HOLD}
    return render(request, "community/concerns/write_concern.html", context, status=422 if form.errors else 200)


@member_page
@require_safe
def concern(request: MemberRequest, note_id: int) -> HttpResponse:
    """The note. Each time somebody of the staff opens it is written down, in the transaction of the answer."""
    return _render(request, _note(request, note_id), ConcernAnswerForm())


@transaction.atomic
def _render(request: MemberRequest, note: ConcernNote, form: ConcernAnswerForm) -> HttpResponse:
    person = request.user
    own = person.pk == note.about_id
    if not own:
        enter(
            actor=person,
            verb=CONCERN_READ.name,
            subject=note,
            reason=Reason.SAFETY if is_staff_of(person, note.network_id) else Reason.SIGNATURE,
            about=note.about,
            network=note.network_id,
        )
    context: dict[str, Any] = {
        "note": note,
        "own": own,
        "staff": is_staff_of(person, note.network_id) and not own,
        "may_sign": can_countersign(person, note),
        "may_lift": can_lift_hold(person, note),
        "may_answer": can_answer_concern(person, note),
        "may_end": can_end_concern(person, note) and not own,
        "form": form if form.is_bound else ConcernAnswerForm(initial={"answer": note.answer}),
    }
    return render(request, "community/concerns/concern.html", context, status=422 if form.errors else 200)


def _held_note(request: MemberRequest, note_id: int) -> ConcernNote:
    """The note, for those who decide about its hold; whom it is about has no such deeds."""
    note = _note(request, note_id)
    if note.about_id == request.user.pk:
        raise Http404
    return note


def _onwards(request: MemberRequest, note: ConcernNote) -> HttpResponse:
    """Back to the note, for who still reads it; whoever signed from another network is done."""
    if ConcernNote.objects.visible_to(request.user).filter(pk=note.pk).exists():
        return redirect("concern", note.pk)
    return redirect("since_last")


@member_page
@require_POST
def countersign_hold_view(request: MemberRequest, note_id: int) -> HttpResponse:
    note = _held_note(request, note_id)
    try:
        note = countersign_hold(actor=request.user, note=note)
        messages.success(request, _("Signed. When the time is over, the youth is told by itself."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _onwards(request, note)


@member_page
@require_POST
def lift_hold_view(request: MemberRequest, note_id: int) -> HttpResponse:
    note = _held_note(request, note_id)
    try:
        note = lift_hold(actor=request.user, note=note)
        messages.success(request, _("The hold has ended, and the youth is told."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _onwards(request, note)


@member_page
@require_POST
def answer_concern_view(request: MemberRequest, note_id: int) -> HttpResponse:
    """Whom it is about says what they think; everybody else has no such page."""
    note, form = _note(request, note_id), ConcernAnswerForm(request.POST)
    if not can_answer_concern(request.user, note):
        raise Http404
    if not form.is_valid():
        return _render(request, note, form)
    answer_concern(actor=request.user, note=note, answer=form.cleaned_data["answer"])
    messages.success(request, _("It stands with the note now."))
    return redirect("concern", note.pk)


@member_page
@require_POST
def end_concern_view(request: MemberRequest, note_id: int) -> HttpResponse:
    note = _note(request, note_id)
    if not is_staff_of(request.user, note.network_id):
        raise Http404
    end_concern(actor=request.user, note=note)
    messages.success(request, _("Good. It is among those that are over."))
    return redirect("concerns", note.network_id)


@member_page
@require_safe
def my_concerns(request: MemberRequest) -> HttpResponse:
    """The notes about oneself."""
    if not has_concerns_page(request.user):
        raise Http404
    notes = ConcernNote.objects.visible_to(request.user).filter(about=request.user).select_related("written_by")
    return render(request, "community/concerns/my_concerns.html", {"notes": notes})
