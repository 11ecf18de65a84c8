"""What every page's frame needs: where one can go, and the demo sentences."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def member_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The same words in the same order on bar and rail. Only built rooms stand here."""
    current = getattr(request.resolver_match, "url_name", "") or ""
    rooms = [
        (_("Home"), "since_last", "house", ("since_last",)),
        (_("Network"), "network", "users", ("network", "board", "topic", "new_topic")),
        (_("Chat"), "chat", "messages-square", ("chat", "chat_room")),
        (_("Me"), "me", "circle-user", ("me",)),
    ]
    return [
        {"label": label, "url": reverse(name), "icon": icon, "current": current in names, "name": name}
        for label, name, icon, names in rooms
    ]


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo_mode": settings.DEMO,
        "BASE_URL": settings.BASE_URL,
    }
