"""How often somebody may try at the doors. The rates stand in settings, the table in docs/operations.md."""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest


def code_may_go(request: HttpRequest, email: str) -> bool:
    """Whether one more code may be asked for; the same for addresses we know and those we do not."""
    email = email.strip().lower()
    return ratelimit.consume(request, action="code_from_place", key=f"{email} {get_ip(request)}") and ratelimit.consume(
        request, action="code_to_address", key=email
    )


def code_may_be_typed(request: HttpRequest) -> bool:
    """Bounds guesses per session, also where several requests race."""
    return ratelimit.consume(request, action="code_typed", key=request.session.session_key or "none")
