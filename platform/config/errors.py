"""Pages for what went wrong. Each says what happened and how to go on, in the reader's language."""

import logging
import sqlite3
import sys
import traceback
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults
from pythonjsonlogger.json import JsonFormatter

from community.people.language import speak_to

#: Seconds after which a page or an outbox may ask again when the database was away.
COME_AGAIN = 10


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: what was typed is kept by the page itself."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What no form of ours sends, or more than fits in one sending."""
    speak_to(request)
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address may be nobody's page, so the reader's language counts, not the page's."""
    speak_to(request)
    return defaults.page_not_found(request, exception)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Past a limit at a door of a library's, or at a secret address: a page like all others, not a library's."""
    speak_to(request)
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """What we did wrong. The page bears the request's id, which finds the lines of the log, and nothing else of it.

    A database that is away or has no connection left is no fault in what was asked: 503, and when to come again.
    """
    away = _database_is_away(sys.exc_info()[1])
    return HttpResponse(
        render_to_string("500.html", {"request_id": getattr(request, "id", "")}),
        status=503 if away else 500,
        headers={"Content-Type": "text/html; charset=utf-8"} | ({"Retry-After": str(COME_AGAIN)} if away else {}),
    )


def _database_is_away(fault: BaseException | None) -> bool:
    """PostgreSQL that does not answer, a pool without a free connection, a line that broke; SQLite that is busy. What
    else SQLite calls operational (a table that is missing) is ours."""
    if fault is not None and isinstance(fault.__cause__, sqlite3.Error):
        # The lowest byte says what kind; the others, more of it.
        code = getattr(fault.__cause__, "sqlite_errorcode", 0) & 0xFF
        return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(fault, OperationalError | InterfaceError)


class WithoutPath(logging.Filter):
    """Names the route instead of the path, which may be an invitation or somebody's personal address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            match = request.resolver_match
            route = (match and match.view_name) or "no route"
            paths = (request.path, request.path_info, request.get_full_path())
            record.args = tuple(route if value in paths else value for value in record.args)
        return True


def stack_alone(fault: BaseException) -> str:
    """Where it went wrong and which kinds of faults led there, without what they say: a database's fault quotes the
    row, and with it what somebody wrote."""
    parts: list[str] = []
    seen: set[int] = set()
    now: BaseException | None = fault
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        lines = traceback.format_list(traceback.extract_tb(now.__traceback__))
        parts.append("".join(lines) + f"{type(now).__module__}.{type(now).__qualname__}")
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return "\n\nled to\n\n".join(reversed(parts))


class Lines(logging.Formatter):
    def formatException(self, ei: Any) -> str:
        return stack_alone(ei[1])


class JsonLines(JsonFormatter):
    #: Whatever else hangs on a record stays out: Django hangs the request on it, whose path may be an invitation.
    FIELDS = frozenset({"time", "level", "logger", "request_id", "message", "exc_info", "stack_info"})

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        told = super().process_log_record(log_data)
        return {name: value for name, value in told.items() if name in self.FIELDS}

    def formatException(self, ei: Any) -> str:
        return stack_alone(ei[1])


class WithoutTraceback(logging.Filter):
    """A request that only breaks things is one line in the log: its traceback says nothing of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True
