"""What is new for me: the list, the mark in the shell, and how often it comes by mail."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.notifications import kinds
from community.notifications.forms import MailForm
from community.notifications.mails import read_unsubscribe_token
from community.notifications.models import Notification
from community.notifications.operations import (
    choose_mail,
    mark_notifications_read,
    open_notification,
    unread_count,
    unsubscribe,
)
from community.people.models import Person
from community.permissions import MemberRequest, member_page
from community.prepared import asked_for_rows
from community.spaces.models import Space

NOTIFICATIONS_A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """One line of the list: what is told of one page by one kind, read or not, as it stands now."""

    #: The newest of them.
    notification: Notification
    sentence: str
    space: Space | None


#: Below every line there is.
NEWEST = 10**18


def _before(request: HttpRequest) -> int:
    """What stands below the line last seen, `?before=<number>`; nonsense in the address is not found."""
    number = request.GET.get("before", "")
    if not number:
        return NEWEST
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise Http404
    return int(number)


def _groups(person: Person, before: int) -> QuerySet[Notification, Any]:
    return (
        Notification.objects.visible_to(person)
        .order_by()
        .values("kind", "thread", unread=Q(read_at=None))
        .annotate(newest=Max("pk"), people=Count("actor", distinct=True))
        .filter(newest__lt=before)
        .order_by("-newest")
        .values_list("kind", "newest", "people")[: NOTIFICATIONS_A_PAGE + 1]
    )


def _lines(person: Person, before: int) -> tuple[list[Line], str]:
    """A page of lines, newest first, and what the next page begins below.

    One query for the groups, one for the newest of each, and one for the things of each kind on the page.
    """
    found = asked_for_rows(_groups, person, before=before)
    more, found = len(found) > NOTIFICATIONS_A_PAGE, found[:NOTIFICATIONS_A_PAGE]
    newest = Notification.objects.in_bulk([pk for _kind, pk, _people in found])
    lines = {}
    for name in {kind for kind, _pk, _people in found}:
        kind = kinds.named(name)
        assert kind is not None  # visible_to knows only kinds that rooms registered
        things = kind.things(person, [n.subject_id for n in newest.values() if n.kind == name])
        for _kind, pk, people in found:
            notification = newest.get(pk)
            if notification is None or notification.kind != name or notification.subject_id not in things:
                continue
            thing, others = things[notification.subject_id], people - 1
            fact = kind.retell(thing)
            sentence = fact.together(others) if others > 0 else fact.sentence()
            lines[pk] = Line(notification, sentence, kind.space(thing))
    return [lines[pk] for _kind, pk, _people in found if pk in lines], str(found[-1][1]) if more else ""


@member_page
@require_safe
@vary_on_headers("HX-Request")
def notifications(request: MemberRequest) -> HttpResponse:
    """What is new for me, newest first."""
    lines, older = _lines(request.user, _before(request))
    context = {
        "lines": lines,
        "unread": unread_count(request.user),
        "until": max((line.notification.pk for line in lines), default=0),
        "older": older,
        "before": request.GET.get("before", ""),
    }
    template = "community/notifications/_list.html" if request.htmx else "community/notifications/notifications.html"
    return render(request, template, context)


@member_page
@require_safe
def notifications_mark(request: MemberRequest) -> HttpResponse:
    """The mark in the shell, fetched again when something changed."""
    return render(request, "community/notifications/_mark.html", {"unread": unread_count(request.user)})


@member_page
@require_POST
def open_notification_view(request: MemberRequest, notification_id: int) -> HttpResponse:
    """Mark what stands in its line read and go to the first of it that was new."""
    own = Notification.objects.visible_to(request.user)
    notification = get_object_or_404(own, pk=notification_id)
    kind = kinds.named(notification.kind)
    assert kind is not None
    first = own.of_one_line(notification).unread().order_by("pk").first() or notification
    subject = kind.things(request.user, [first.subject_id]).get(first.subject_id)
    if subject is None:
        raise Http404
    open_notification(actor=request.user, notification=notification)
    return redirect(kind.retell(subject).url())


@member_page
@require_POST
def mark_notifications_read_view(request: MemberRequest) -> HttpResponse:
    """Mark what the page showed as read."""
    until = request.POST.get("until", "")
    number = int(until) if until.isascii() and until.isdecimal() and len(until) <= 18 else None
    mark_notifications_read(actor=request.user, until=number)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications")


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: MemberRequest) -> HttpResponse:
    """How often mail of each kind comes, and when none does."""
    form = MailForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        choose_mail(actor=request.user, **form.choice())
        messages.success(request, _("Your choice is kept."))
        return redirect("notification_settings")
    return render(request, "community/notifications/settings.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """From a mail: a page with a button, and the one-click POST of mail programs (RFC 8058).

    Mail programs send no cookie and no form token; the signed address alone speaks for them, and it can do nothing but
    stop these kinds of mail to this person. The button of the page goes the ordinary way.
    """
    found = read_unsubscribe_token(token)
    if found is None:
        raise Http404
    person, names = found
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        unsubscribe(person=person, kinds=names)
        return HttpResponse(status=204)
    with translation.override(person.language):
        return _unsubscribe_by_hand(request, person, names)


@csrf_protect
def _unsubscribe_by_hand(request: HttpRequest, person: Person, names: list[str]) -> HttpResponse:
    if request.method == "POST":
        unsubscribe(person=person, kinds=names)
    labels = [kind.label for name in names if (kind := kinds.named(name))]
    context = {"labels": labels, "done": request.method == "POST"}
    return render(request, "community/notifications/unsubscribe.html", context)
