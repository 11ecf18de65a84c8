"""What every page's frame needs: where one can go, who one is, and the demo sentences. Asked only where shown."""

from typing import Any

from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from community.chat.unread import unread_rooms
from community.membership.bylines import byline_of
from community.notifications.operations import unread_notices
from community.people.models import Person

#: From `meta` of the demo content: every page of a demonstration carries them.
DEMO_SENTENCES = (
    "Demo: Personer, virksomheder og opslag er opdigtede.",
    "Dette er en demonstration. Det er ikke ROCKWOOL Fondens officielle side.",
)


def _member_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The same words in the same order on bar and rail. Only built rooms stand here."""
    current = getattr(request.resolver_match, "url_name", "") or ""
    rooms: list[tuple[str, str, str, tuple[str, ...]]] = [
        (_("Home"), "since_last", "house", ("since_last",)),
        (_("Network"), "network", "users", ("network", "board", "topic", "new_topic", "post_reply", "search")),
        (_("Chat"), "chat", "messages-square", ("chat", "chat_room", "send_message")),
        (_("Me"), "me", "circle-user", ("me", "edit_profile", "usersessions_list")),
    ]
    unseen = {"chat"} if _marks(request)[1] else set()
    return [
        {
            "label": label,
            "url": reverse(name),
            "icon": icon,
            "current": current in names,
            "name": name,
            "unseen": name in unseen,
        }
        for label, name, icon, names in rooms
    ]


def _marks(request: HttpRequest) -> tuple[int, bool]:
    """How many notices are unread, and whether a room has news: one query for both, once a page."""
    if not hasattr(request, "_shell_marks"):
        person: Person = request.user  # type: ignore[assignment]
        rooms = unread_rooms(person)
        request._shell_marks = (  # type: ignore[attr-defined]
            Person.objects.filter(pk=person.pk).values_list(unread_notices(person), Exists(rooms)).get()
        )
    return request._shell_marks  # type: ignore[attr-defined]


def _member_shape(request: HttpRequest) -> str:
    return next((byline_of(m.role).shape for m in request.user.current_memberships()), "youth")  # type: ignore[union-attr]


def _member_group(request: HttpRequest) -> str:
    """The name under one's own: the group, or the role of those who stand in none."""
    for membership in request.user.current_memberships():  # type: ignore[union-attr]
        return membership.group.name if membership.group else membership.get_role_display()
    return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {"demo_mode": settings.DEMO, "demo_sentences": DEMO_SENTENCES}
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        context |= {
            "member_menu": SimpleLazyObject(lambda: _member_menu(request)),
            "unread_notices": lambda: _marks(request)[0],
            "member_shape": SimpleLazyObject(lambda: _member_shape(request)),
            "member_group": SimpleLazyObject(lambda: _member_group(request)),
        }
    return context
