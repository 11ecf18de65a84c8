"""The site on daphne, and on the very same daphne what it is measured against. Run as a module, with PORT set.

`/plain/<room>/`  a consumer per client, as the tutorial of Channels has it: `group_add` each, `group_send` to all
`/bare/insert/`   one durable row and a redirect, without a single middleware
`/bare/state/`    open sockets and the memory of this process
`/member-insert/` the same row for a signed-in person, through every middleware of our pages
"""

import os
import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.contrib.auth.decorators import login_required  # noqa: E402
from django.core.handlers.asgi import ASGIHandler  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.http import require_POST  # noqa: E402

from community.live import hub  # noqa: E402
from config import asgi, server  # noqa: E402
from config.urls import urlpatterns as site_patterns  # noqa: E402


class PlainConsumer(AsyncWebsocketConsumer):
    async def connect(self) -> None:
        self.group = f"plain.{self.scope['url_route']['kwargs']['room']}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["text"])


def insert(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO load_bare_message (room_id, author_id, body, sent_at) VALUES (%s, %s, %s, %s)",
            [1, 1, request.POST["body"], datetime.now(UTC)],
        )
    return HttpResponseRedirect("/")


@login_required
@require_POST
def insert_of_a_member(request: HttpRequest) -> HttpResponse:
    return insert(request)


async def state(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"sockets": len(hub.here().sockets), "bytes": resident()})


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


urlpatterns = [path("bare/insert/", insert), path("bare/state/", state)]
site_patterns.insert(0, path("member-insert/", insert_of_a_member))


class BareHandler(ASGIHandler):
    """Django without a single middleware."""

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async=is_async)

    async def get_response_async(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__  # type: ignore[attr-defined]
        return await super().get_response_async(request)


ours, bare = asgi.application, BareHandler()
plain = ProtocolTypeRouter({"websocket": URLRouter([path("plain/<int:room>/", PlainConsumer.as_asgi())])})


async def beside(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"].startswith("/plain/"):
        await plain(scope, receive, send)
    elif scope["path"].startswith("/bare/"):
        await bare(scope, receive, send)
    else:
        await ours(scope, receive, send)


if __name__ == "__main__":
    asgi.application = beside  # type: ignore[assignment]
    server.serve("127.0.0.1", int(os.environ["PORT"]), when_ready=lambda: None)
    os._exit(0)
