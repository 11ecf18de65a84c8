"""What every page's frame needs: where one can go, who one is, and the demo sentences. Asked only where shown."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.chat.unread import unread_rooms
from community.drawn import drawn
from community.membership.bylines import byline_of
from community.notifications.operations import unread_notices
from community.pausing import paused_sentence
from community.people.models import Person
from community.permissions import paused_until
from community.prepared import asked_for_rows
from community.templatetags.look import tone

#: Every page of a demonstration carries them; in Danish as `meta` of the demo content has them.
DEMO_SENTENCES = (
    gettext_lazy("Demo: People, companies and posts are made up."),
    gettext_lazy("This is a demonstration. It is not the official site of ROCKWOOL Fonden."),
)


class Item(NamedTuple):
    label: str
    url: str
    icon: str
    current: bool
    unseen: bool


def _member_menu(request: HttpRequest) -> tuple[Item, ...]:
    """The same words in the same order on bar and rail. Only built rooms stand here."""
    current = getattr(request.resolver_match, "url_name", "") or ""
    rooms: list[tuple[str, str, str, tuple[str, ...]]] = [
        (_("Home"), "since_last", "house", ("since_last",)),
        (
            _("Network"),
            "network",
            "users",
            (
                *("network", "board", "board_tag", "topic", "new_topic", "post_reply", "search"),
                *("sparring", "new_sparring", "companies", "company", "edit_company", "new_company"),
                *("offers", "offer", "new_offer", "edit_offer"),
                *("practices", "begin_practice", "new_practice", "round_ups", "round_up", "edit_round_up"),
            ),
        ),
        (
            _("Meeting"),
            "meetings",
            "calendar-days",
            (
                *("meetings", "meeting", "answer_meeting", "group_meetings", "earlier_meetings", "agenda"),
                *("company_meeting", "write_notes", "open_meeting_across"),
            ),
        ),
        (_("Chat"), "chat", "messages-square", ("chat", "chat_room", "send_message")),
        (_("Me"), "me", "circle-user", ("me", "edit_profile", "usersessions_list")),
    ]
    unseen = {"chat"} if _marks(request)[1] else set()
    return tuple(
        Item(label, reverse(name), icon, current in names, name in unseen) for label, name, icon, names in rooms
    )


def _member_rail(request: HttpRequest) -> str:
    person: Person = request.user  # type: ignore[assignment]
    return drawn(
        "_rail.html",
        menu=_member_menu(request),
        name=person.display_name,
        tone=tone(person),
        portrait_url=person.portrait_url,
        shape=_member_shape(request),
        group=_member_group(request),
    )


def _marks(request: HttpRequest) -> tuple[int, bool]:
    """How many notices are unread, and whether a room has news: one query for both, once a page."""
    if not hasattr(request, "_shell_marks"):
        person: Person = request.user  # type: ignore[assignment]
        rows = asked_for_rows(_question_of_marks, person)
        request._shell_marks = (rows[0][0], bool(rows[0][1])) if rows else (0, False)  # type: ignore[attr-defined]
    return request._shell_marks  # type: ignore[attr-defined]


def _question_of_marks(person: Person) -> Any:
    return Person.objects.filter(pk=person.pk).values_list(unread_notices(person), Exists(unread_rooms(person)))


def _member_shape(request: HttpRequest) -> str:
    return next((byline_of(m.role).shape for m in request.user.current_memberships()), "youth")  # type: ignore[union-attr]


def _member_group(request: HttpRequest) -> str:
    """The name under one's own: the group, or the role of those who stand in none."""
    for membership in request.user.current_memberships():  # type: ignore[union-attr]
        return membership.group.name if membership.group else membership.get_role_display()
    return ""


def _member_pause(request: HttpRequest) -> str:
    """What somebody who is paused reads on every page; empty for all others."""
    until = paused_until(request.user)
    return paused_sentence(until) if until else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {"demo_mode": settings.DEMO, "demo_sentences": DEMO_SENTENCES}
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        context |= {
            "member_rail": lambda: _member_rail(request),
            "member_bar": lambda: drawn("_bar.html", menu=_member_menu(request)),
            "unread_notices": lambda: _marks(request)[0],
            "member_shape": SimpleLazyObject(lambda: _member_shape(request)),
            "member_group": SimpleLazyObject(lambda: _member_group(request)),
            "member_pause": lambda: _member_pause(request),
        }
    return context
