"""The socket's address."""

from typing import Any

from django.urls import path, re_path

from community.live.consumers import LiveConsumer


async def nowhere(scope: Any, receive: Any, send: Any) -> None:
    """Any other address: refused in the handshake, without a traceback in the log."""
    await send({"type": "websocket.close"})


websocket_urlpatterns = [
    path("ws/", LiveConsumer.as_asgi(), name="live"),
    re_path(r"", nowhere, name="nowhere"),  # type: ignore[arg-type]
]
