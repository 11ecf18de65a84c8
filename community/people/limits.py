"""How often somebody may try at the doors. The rates stand in settings, the table in docs/operations.md."""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume, get_ip
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


def may_ask(request: HttpRequest, action: str) -> bool:
    """Whether the person may ask once more, also by GET, which allauth's public door does not count."""
    return bool(consume(request, app="allauth.account", action=action, user=request.user, limit_get=True))


def calendar_may_be_read(request: HttpRequest, key: str) -> bool:
    """Whether one more look at a calendar address may be answered, and bounds guesses at addresses from one place."""
    return bool(consume(request, app="allauth.account", action="calendar_feed", key=key, limit_get=True))
