"""Going through who belongs, one by one, and what was answered in earlier quarters."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.access_review.models import AccessAnswer, AccessReview, Verdict
from community.access_review.operations import answer_for_access, answer_for_editor
from community.access_review.policy import can_answer_for, can_answer_for_editor, editors_under, memberships_under
from community.membership.models import Membership
from community.people.models import Person
from community.permissions import MemberRequest, Refused, is_consultant_of, is_programme, member_page
from community.roles import Role


def _review(request: MemberRequest, review_id: int) -> AccessReview:
    return get_object_or_404(AccessReview.objects.visible_to(request.user).select_related("network"), pk=review_id)


def _sees_whole(person: Person, review: AccessReview) -> bool:
    """Programme staff see the consultants of a network and none of its other people."""
    if review.network_id is None:
        return is_programme(person)
    return is_consultant_of(person, review.network_id)


def _shown(person: Person, review: AccessReview, memberships: list[Membership]) -> list[Membership]:
    if _sees_whole(person, review):
        return memberships
    return [membership for membership in memberships if membership.role == Role.CONSULTANT]


@member_page
@require_safe
def access_review(request: MemberRequest, review_id: int) -> HttpResponse:
    """What waits, what was answered, and the quarters before."""
    review, person = _review(request, review_id), request.user
    answers = list(
        AccessAnswer.objects.filter(review=review).select_related(
            "by", "editor", "membership__person", "membership__group"
        )
    )
    if not _sees_whole(person, review):
        answers = [a for a in answers if a.membership is not None and a.membership.role == Role.CONSULTANT]
    done = {answer.membership_id for answer in answers}
    told = {answer.editor_id for answer in answers}
    waiting: list[dict[str, Any]] = [
        {"membership": one, "may": can_answer_for(person, review, one), "own": one.person_id == person.pk}
        for one in _shown(person, review, memberships_under(review))
        if one.pk not in done
    ]
    editors = [
        {"person": one, "may": can_answer_for_editor(person, review, one), "own": one.pk == person.pk}
        for one in editors_under(review)
        if one.pk not in told
    ]
    context = {
        "review": review,
        "waiting": waiting,
        "editors": editors,
        "answers": answers,
        "earlier": AccessReview.objects.visible_to(person)
        .filter(network=review.network_id, quarter__lt=review.quarter)
        .order_by("-quarter")[:8],
    }
    return render(request, "community/access_review/access_review.html", context)


@member_page
@require_POST
def answer_for_access_view(request: MemberRequest, review_id: int, membership_id: int) -> HttpResponse:
    review = _review(request, review_id)
    found = Membership.objects.filter(network=review.network_id, pk=membership_id).select_related("person")
    membership = get_object_or_404(found)
    if not _shown(request.user, review, [membership]):
        raise Http404
    try:
        answer = answer_for_access(
            actor=request.user, review=review, membership=membership, verdict=request.POST.get("verdict", "")
        )
        _say(request, membership.person, answer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access_review", review.pk)


@member_page
@require_POST
def answer_for_editor_view(request: MemberRequest, review_id: int, person_id: int) -> HttpResponse:
    review = _review(request, review_id)
    editor = get_object_or_404(Person, pk__in=[one.pk for one in editors_under(review)], pk=person_id)
    try:
        answer = answer_for_editor(
            actor=request.user, review=review, editor=editor, verdict=request.POST.get("verdict", "")
        )
        _say(request, editor, answer)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("access_review", review.pk)


def _say(request: MemberRequest, person: Person, answer: AccessAnswer) -> None:
    if answer.verdict == Verdict.CONFIRMED:
        messages.success(request, _("%(name)s is confirmed.") % {"name": person.display_name})
    else:
        messages.success(request, _("%(name)s has left.") % {"name": person.display_name})
