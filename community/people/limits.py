"""How often somebody may try at the doors. The rates stand in settings, the table in docs/operations.md."""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume, get_ip
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _


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


def address_may_be_read(request: HttpRequest, key: str) -> bool:
    """Whether one more look at a secret address may be answered, and bounds guesses at addresses from one place."""
    return bool(consume(request, app="allauth.account", action="secret_address", key=key, limit_get=True))


def enquiry_may_be_sent(request: HttpRequest) -> bool:
    """Whether one more message to us may come in from this place, and from anywhere."""
    return bool(consume(request, app="allauth.account", action="enquiry", key="everybody"))


def public_search_may_go(request: HttpRequest) -> bool:
    """Whether one more search of the public pages from this place may be answered."""
    return bool(consume(request, app="allauth.account", action="public_search"))


def may_post(request: HttpRequest, form: Form) -> bool:
    """Whether one more topic or answer may be posted; else the form says so, and what was typed stays."""
    if ratelimit.consume(request, action="post", user=request.user):
        return True
    form.add_error(None, _("Those were many posts in a short time. Your words stay here; send them in a few minutes."))
    return False
