"""GET /healthz: whether this process can serve, asked of the parts themselves and never for longer than a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: Seconds a part may take. What is slower than this serves nobody.
PATIENCE = 2.0

#: Few threads of its own: a database that hangs must not hold up the threads of the pages.
_askers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")


def _ask_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    finally:
        # This thread is not a request's; nobody else would give its connection back.
        connection.close()


async def _database() -> None:
    await asyncio.get_running_loop().run_in_executor(_askers, _ask_database)


async def _channel_layer() -> None:
    """Sending to a group that nobody stands in leaves nothing behind and still needs the layer's answer."""
    await get_channel_layer().group_send("health", {"type": "health.probe"})


PARTS: tuple[tuple[str, Callable[[], Awaitable[None]]], ...] = (
    ("database", _database),
    ("channel layer", _channel_layer),
)


@never_cache
@require_safe
async def healthz(request: HttpRequest) -> JsonResponse:
    """200 only when database and channel layer answer in time; otherwise 503 naming the part."""
    failing = []
    for name, probe in PARTS:
        try:
            await asyncio.wait_for(probe(), PATIENCE)
        except Exception:  # whatever the part raises, it does not answer
            failing.append(name)
    if failing:
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})
