"""The gate: a session that still owes a second factor reaches the pages where it is paid, and nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from community import clock
from community.people.models import Person
from community.people.second_factor import has_second_factor, may_enter

#: Pages where a factor is set up or proved, and those that nobody is ever kept from.
_OPEN = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "get_help",
        "healthz",
        "set_language",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "offline",
        "second_factor",
        "service_worker",
    }
)
#: However often one visits, a session ends after this.
LONGEST_SESSION = timedelta(days=30)
_BEGAN, _SEEN = "session_began_at", "session_seen_on"


class GateMiddleware:
    """Ends sessions that grew too old, and holds those that owe a second factor (community.people.policy)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.path_info.startswith(settings.STATIC_URL) or not request.user.is_authenticated:
            return None
        if self._too_old(request):
            logout(request)
            return redirect("account_login")
        # The person, not Django's stand-in that looks the person up: a page asks hundreds of times who reads it.
        person = request.user = cast(Person, get_user(request))
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in _OPEN or may_enter(request.session, person):
            return None
        return self._towards(request, self._where_to_prove(request, person))

    @staticmethod
    def _too_old(request: HttpRequest) -> bool:
        """Also notes the day of the visit, which moves the session's own fortnight on."""
        now = clock.now()
        began = request.session.setdefault(_BEGAN, now.isoformat())
        if request.session.get(_SEEN) != now.date().isoformat():
            request.session[_SEEN] = now.date().isoformat()
        return now - datetime.fromisoformat(began) > LONGEST_SESSION

    @staticmethod
    def _where_to_prove(request: HttpRequest, person: Person) -> str:
        if not has_second_factor(person):
            return reverse("second_factor")
        url = get_adapter().get_reauthentication_methods(person)[0]["url"]
        return f"{url}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else url

    @staticmethod
    def _towards(request: HttpRequest, url: str) -> HttpResponse:
        if request.headers.get("HX-Request"):
            # A fragment must not be replaced by the set-up page: the whole page goes there.
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)
