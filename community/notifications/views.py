"""What is new for me: the list, the mark in the shell, and which of it comes by mail."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from community.notifications import kinds
from community.notifications.forms import MailForm
from community.notifications.models import Notification
from community.notifications.operations import (
    choose_mail,
    mark_notifications_read,
    open_notification,
    unread_count,
    unsubscribe,
)
from community.notifications.outbox import read_unsubscribe_token
from community.people.models import Person
from community.permissions import MemberRequest, member_page
from community.spaces.models import Space

NOTIFICATIONS_A_PAGE = 20


@dataclass(frozen=True)
class Line:
    """A notification as it is read now."""

    notification: Notification
    sentence: str
    space: Space | None


def _before(request: HttpRequest) -> Q:
    """What stands below the notification last seen, `?before=<time>_<id>`; nonsense in the address is not found."""
    key = request.GET.get("before", "")
    if not key:
        return Q()
    moment, _separator, number = key.rpartition("_")
    try:
        when = parse_datetime(moment)
    except ValueError:
        when = None
    if when is None or not isinstance(when, datetime) or when.tzinfo is None:
        raise Http404
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise Http404
    return Q(made_at__lt=when) | Q(made_at=when, pk__lt=int(number))


def _lines(person: Person, found: list[Notification]) -> list[Line]:
    """The sentences, made from the things as they stand: one query for each kind on the page."""
    lines = {}
    for name in {notification.kind for notification in found}:
        kind = kinds.named(name)
        assert kind is not None  # visible_to knows only kinds that rooms registered
        about = {notification.subject_id: notification for notification in found if notification.kind == name}
        for pk, subject in kind.things(person, about).items():
            lines[about[pk].pk] = Line(about[pk], kind.retell(subject).sentence(), kind.space(subject))
    return [lines[notification.pk] for notification in found if notification.pk in lines]


@member_page
@require_safe
@vary_on_headers("HX-Request")
def notifications(request: MemberRequest) -> HttpResponse:
    """What is new for me, newest first."""
    own = Notification.objects.visible_to(request.user).filter(_before(request)).order_by("-made_at", "-pk")
    found = list(own[: NOTIFICATIONS_A_PAGE + 1])
    more, found = len(found) > NOTIFICATIONS_A_PAGE, found[:NOTIFICATIONS_A_PAGE]
    context = {
        "lines": _lines(request.user, found),
        "unread": unread_count(request.user),
        "until": max((notification.pk for notification in found), default=0),
        "older": f"{found[-1].made_at.isoformat()}_{found[-1].pk}" if more else "",
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
    """Mark it read and go to the thing."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=notification_id)
    kind = kinds.named(notification.kind)
    assert kind is not None
    subject = kind.things(request.user, [notification.subject_id]).get(notification.subject_id)
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
    """Which kinds come by mail."""
    form = MailForm(request.POST if request.method == "POST" else None, person=request.user)
    if request.method == "POST" and form.is_valid():
        choose_mail(actor=request.user, wanted=form.cleaned_data["wanted"])
        messages.success(request, _("Your choice is kept."))
        return redirect("notification_settings")
    return render(request, "community/notifications/settings.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """From a mail: a page with a button, and the one-click POST of mail programs (RFC 8058).

    Mail programs send no cookie and no form token; the signed address alone speaks for them, and it can do nothing but
    stop this kind of mail to this person. The button of the page goes the ordinary way.
    """
    found = read_unsubscribe_token(token)
    if found is None:
        raise Http404
    person, kind = found
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        unsubscribe(person=person, kind=kind)
        return HttpResponse(status=204)
    with translation.override(person.language):
        return _unsubscribe_by_hand(request, person, kind)


@csrf_protect
def _unsubscribe_by_hand(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    if request.method == "POST":
        unsubscribe(person=person, kind=kind)
    known = kinds.named(kind)
    context = {"label": known.label if known else "", "done": request.method == "POST"}
    return render(request, "community/notifications/unsubscribe.html", context)
