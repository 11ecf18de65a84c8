"""Saying that one's workplace has tried it too."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.permissions import MemberRequest, Refused, member_page
from community.sending import tells_scripts_where
from community.undo import say_with_undo
from company_network.companies.models import Company
from company_network.practices.forms import TriedForm
from company_network.practices.models import Practice, TriedHere
from company_network.practices.operations import restore_tried, say_tried, take_back_tried
from company_network.practices.page import tries_of
from company_network.practices.policy import can_change_try, companies_to_try
from forums.topics.models import Topic, TopicKind


def _practice(request: MemberRequest, topic_id: int) -> Practice:
    topics = Topic.objects.visible_to(request.user).filter(kind=TopicKind.PRACTICE)
    return get_object_or_404(topics.select_related("board__space", "practice__company"), pk=topic_id).practice


def _back(topic_id: int) -> HttpResponse:
    return redirect(reverse("topic", args=[topic_id]) + "#tried")


@member_page
@require_safe
def practice_tries(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Where it was tried, for a page that is open."""
    context = {"topic": Topic(pk=topic_id), **tries_of(_practice(request, topic_id))}
    return render(request, "company_network/practices/_tries.html", context)


@member_page
@require_POST
@tells_scripts_where
def say_tried_view(request: MemberRequest, topic_id: int) -> HttpResponse:
    """Say it, or change the line. What was typed is still there after an error."""
    practice = _practice(request, topic_id)
    own = companies_to_try(request.user, practice)
    form = TriedForm(request.POST, companies=own)
    if not form.is_valid():
        context = {"topic": practice.topic, "practice": practice, "tried_form": form, "own_companies": own}
        return render(request, "company_network/practices/say_tried.html", context, status=422)
    chosen: Company | None = form.cleaned_data["company"] or next(iter(own), None)
    if chosen is None:
        raise Refused(_("Only another workplace can say that it has tried this."))
    say_tried(actor=request.user, practice=practice, company=chosen, line=form.cleaned_data["line"])
    messages.success(request, _("Thank you. Whoever shared it hears that you tried it."))
    return _back(topic_id)


def _tried(request: MemberRequest, tried_id: int) -> TriedHere:
    tried = get_object_or_404(TriedHere.objects.select_related("practice__topic__board__space", "company"), pk=tried_id)
    if not Topic.objects.visible_to(request.user).filter(pk=tried.practice_id).exists():
        raise Http404
    if not can_change_try(request.user, tried):
        raise Http404
    return tried


@member_page
@require_POST
def take_back_tried_view(request: MemberRequest, tried_id: int) -> HttpResponse:
    """Take it back at once; a line with "undo" stands on the page that follows."""
    tried = take_back_tried(actor=request.user, tried=_tried(request, tried_id))
    say_with_undo(request, _("It is taken back."), reverse("restore_tried", args=[tried.pk]))
    return _back(tried.practice_id)


@member_page
@require_POST
def restore_tried_view(request: MemberRequest, tried_id: int) -> HttpResponse:
    tried = restore_tried(actor=request.user, tried=_tried(request, tried_id))
    return _back(tried.practice_id)
