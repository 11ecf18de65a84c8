"""Pages for what went wrong. Each says what happened and how to go on, in the reader's language."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from community.people.language import speak_to


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


class WithoutTraceback(logging.Filter):
    """A request that only breaks things is one line in the log: its traceback says nothing of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True
