"""How a page is answered under ASGI: in one thread, from the first middleware to the last."""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """Django's own handler goes back to the event loop wherever a middleware could run there. Ours all ask the
    database, so that a page would change threads six times, each time behind every other page that is being made
    (docs/decisions/0021 has what it cost). An async view is still run by the event loop."""

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
