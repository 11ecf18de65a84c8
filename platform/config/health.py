"""GET /healthz: whether this process can serve, asked of the parts themselves and never for longer than a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from channels.layers import get_channel_layer
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.state import jobs_now
from home.help_lines.models import CHECKED_FOR
from home.help_lines.operations import lines_to_check

#: Seconds a part may take. What is slower than this serves nobody.
PATIENCE = 2.0

#: Few threads of its own: a database that hangs must not hold up the threads of the pages.
_askers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="health")


def _ask_database() -> dict[str, list[str]]:
    try:
        found = jobs_now()
        return {
            "late": [job.name for job in found if job.late],
            "failed": [job.name for job in found if job.failure],
        }
    finally:
        # This thread is not a request's; nobody else would give its connection back.
        connection.close()


def _ask_for_details() -> list[str]:
    try:
        waiting = len(lines_to_check())
    finally:
        connection.close()
    return [f"help lines: {waiting} not checked for {CHECKED_FOR.days} days"] if waiting else []


async def _database() -> dict[str, list[str]]:
    """The database answers with the jobs that have missed their time, and those that failed when they last ran."""
    return await asyncio.get_running_loop().run_in_executor(_askers, _ask_database)


async def _details() -> list[str]:
    """What somebody should see to soon, though the site serves."""
    return await asyncio.get_running_loop().run_in_executor(_askers, _ask_for_details)


async def _channel_layer() -> dict[str, list[str]]:
    """Sending to a group that nobody stands in leaves nothing behind and still needs the layer's answer."""
    await get_channel_layer().group_send("health", {"type": "health.probe"})
    return {}


PARTS: tuple[tuple[str, Callable[[], Awaitable[dict[str, list[str]]]]], ...] = (
    ("database", _database),
    ("channel layer", _channel_layer),
)


@never_cache
@require_safe
async def healthz(request: HttpRequest) -> JsonResponse:
    """200 only when database and channel layer answer in time; otherwise 503 naming the part.

    "late" names the jobs that have missed their time (config.state), "failed" those whose last run ended with a fault,
    "details" what waits for somebody to see to it: reasons for an alarm, none to stop serving.
    """
    failing: list[str] = []
    told: dict[str, list[str]] = {}
    for name, probe in PARTS:
        try:
            told |= await asyncio.wait_for(probe(), PATIENCE)
        except Exception:  # whatever the part raises, it does not answer
            failing.append(name)
    if failing:
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    try:
        details = await asyncio.wait_for(_details(), PATIENCE)
    except Exception:  # what cannot be told is no fault of the site's
        details = []
    more = {name: said for name, said in (told | {"details": details}).items() if said}
    return JsonResponse({"status": "ok"} | more)
