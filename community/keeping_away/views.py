"""The page of those one keeps away: for oneself alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.keeping_away.models import KeptAway, TalksClosed
from community.keeping_away.operations import close_talks, keep_away, let_back, open_talks
from community.keeping_away.policy import can_close_talks, can_keep_away, can_let_back, may_keep_people_away
from community.people.models import Person
from community.permissions import MemberRequest, member_page


@member_page
@require_safe
def kept_away(request: MemberRequest) -> HttpResponse:
    """Whom one keeps away, and whom one could."""
    if not may_keep_people_away(request.user) and not KeptAway.objects.filter(person=request.user).exists():
        raise Http404
    away = Person.objects.filter(pk__in=KeptAway.objects.filter(person=request.user).values("whom"))
    met = Person.objects.visible_to(request.user).exclude(pk=request.user.pk)
    context = {
        "away": away.order_by("display_name", "pk"),
        "others": met.exclude(pk__in=away.values("pk")).order_by("display_name", "pk"),
        "may_close": can_close_talks(request.user),
        "closed": TalksClosed.objects.filter(person=request.user).exists(),
    }
    return render(request, "community/keeping_away/kept_away.html", context)


def _back(request: MemberRequest) -> HttpResponse:
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return redirect(to if safe else "kept_away")


@member_page
@require_POST
def keep_away_view(request: MemberRequest, person_id: int) -> HttpResponse:
    whom = get_object_or_404(Person, pk=person_id)
    if not can_keep_away(request.user, whom):
        raise Http404
    keep_away(actor=request.user, whom=whom)
    messages.success(
        request,
        _("%(name)s is kept away from you. Nobody learns of it, and you can undo it at any time.")
        % {"name": whom.display_name},
    )
    return _back(request)


@member_page
@require_POST
def let_back_view(request: MemberRequest, person_id: int) -> HttpResponse:
    whom = get_object_or_404(Person, pk=person_id)
    if not can_let_back(request.user, whom):
        raise Http404
    let_back(actor=request.user, whom=whom)
    messages.success(request, _("You see what %(name)s writes again.") % {"name": whom.display_name})
    return _back(request)


@member_page
@require_POST
def close_talks_view(request: MemberRequest) -> HttpResponse:
    if not can_close_talks(request.user):
        raise Http404
    close_talks(actor=request.user)
    messages.success(request, _("Other youths cannot write to you alone now. Your consultants still can answer you."))
    return redirect("kept_away")


@member_page
@require_POST
def open_talks_view(request: MemberRequest) -> HttpResponse:
    if not can_close_talks(request.user):
        raise Http404
    open_talks(actor=request.user)
    messages.success(request, _("Other youths can write to you alone again."))
    return redirect("kept_away")
