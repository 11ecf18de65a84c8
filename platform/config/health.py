"""GET /healthz: whether this process can serve, asked of the parts themselves."""

import uuid

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


async def _channel_layer() -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    group = f"health.{uuid.uuid4().hex}"
    await layer.group_add(group, channel)
    await layer.group_discard(group, channel)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 only when database and channel layer answer; otherwise 503 naming the part."""
    failing = []
    for name, probe in (("database", _database), ("channel layer", async_to_sync(_channel_layer))):
        try:
            probe()
        except Exception:  # whatever the part raises, it does not answer
            failing.append(name)
    if failing:
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})
