"""The site as gunicorn serves it, and beside it what it is measured against: bare views on the same server.

A bare view runs the SQL that one of our pages ran, fetches the rows and answers with the bytes that page had: what any
Django view with these queries costs at the least, without middleware, objects, templates or permissions. The pages to
imitate stand in the file that BARE_PAGES names (`measure.record` asks for them).

`bare/insert/` inserts one row and answers with a redirect, without asking who writes; `member-insert/` does so for a
signed-in person, with the session, the form token and the middleware of every page.
"""

import os
import pickle
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from config.wsgi import application as full

from config.urls import urlpatterns as site_patterns  # isort: skip  (Django must be set up first)

#: name -> (bytes, [(sql, values)])
PAGES: dict[str, tuple[bytes, list[tuple[str, Any]]]] = pickle.loads(Path(os.environ["BARE_PAGES"]).read_bytes())


def page(request: HttpRequest, name: str) -> HttpResponse:
    body, questions = PAGES[name]
    with connection.cursor() as cursor:
        for sql, values in questions:
            cursor.execute(sql, values)
            cursor.fetchall()
    return HttpResponse(body)


def insert(request: HttpRequest) -> HttpResponse:
    """One durable row with the words that were sent."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO load_bare_post (topic_id, author_id, body, html, created_at) VALUES (%s, %s, %s, %s, %s)",
            [1, 1, request.POST["body"], request.POST["body"], datetime.now(UTC)],
        )
    return HttpResponseRedirect("/")


@login_required
@require_POST
def insert_of_a_member(request: HttpRequest) -> HttpResponse:
    """The same row, as the smallest view would that knows who writes: session, person, form token, one insert."""
    return insert(request)


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


urlpatterns = [path("bare/insert/", insert), path("bare/<str:name>/", page)]
# These go the way of all our pages, through every middleware.
site_patterns[:0] = [path("member-insert/", insert_of_a_member), path("constant/", constant)]


class BareHandler(WSGIHandler):
    """Django without a single middleware."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware, self._template_response_middleware, self._exception_middleware = [], [], []
        self._middleware_chain = self._get_response

    def get_response(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        request.urlconf = __name__  # type: ignore[attr-defined]
        return super().get_response(request)


bare = BareHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    return (bare if environ["PATH_INFO"].startswith("/bare/") else full)(environ, start_response)
