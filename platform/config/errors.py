"""Pages for what went wrong. Each says what happened and how to go on, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or came from elsewhere: what was typed is kept by the page itself."""
    return render(request, "403_csrf.html", status=403)
