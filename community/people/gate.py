"""The gate: a session that still owes a second factor reaches the pages where it is paid, and nothing else; what
somebody sends who is paused stays out; and who takes a break is asked whether they come back."""

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
from community.pausing import open_to_paused
from community.people.models import Person
from community.people.second_factor import ON_THE_WAY, has_second_factor, may_enter
from community.permissions import paused_until, require, why_not

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
#: Where somebody who takes a break still comes: back, out, and to help. Rooms add theirs in AppConfig.ready().
open_on_a_break = {
    "come_back",
    "data_copy",
    "fetch_copy",
    "leave",
    "leave_overview",
    "my_data",
    "on_a_break",
    "sign_out_device",
    "usersessions_list",
    "what_is_kept",
    "who_has_seen",
}
#: However often one visits, a session ends after this.
LONGEST_SESSION = timedelta(days=30)
_BEGAN, _SEEN = "session_began_at", "session_seen_on"
_READING = ("GET", "HEAD", "OPTIONS")


class GateMiddleware:
    """Ends sessions that grew too old, holds those that owe a second factor (community.people.policy), and leads
    whoever takes a break (community.breaks) to the page where they come back."""

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
        if name in _OPEN:
            return None
        if not may_enter(request.session, person):
            return self._towards(request, self._where_to_prove(request, person))
        if request.session.get(ON_THE_WAY) == request.get_full_path():
            del request.session[ON_THE_WAY]
        if person.paused_at is not None and name not in open_on_a_break:
            return self._towards(request, reverse("on_a_break"))
        self._refuse_paused(request, person, name)
        return None

    @staticmethod
    def _refuse_paused(request: HttpRequest, person: Person, name: str | None) -> None:
        """Raises Refused where somebody who is paused sends what others would read (community/pausing.py)."""
        if request.method in _READING or name in _OPEN or name in open_to_paused:
            return
        require(paused_until(person) is None, why_not(person, ""))

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
            wished = request.method == "GET" and not request.headers.get("HX-Request")
            if wished and request.path != reverse("since_last"):
                request.session[ON_THE_WAY] = request.get_full_path()
            return reverse("second_factor")
        url = get_adapter().get_reauthentication_methods(person)[0]["url"]
        return f"{url}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else url

    @staticmethod
    def _towards(request: HttpRequest, url: str) -> HttpResponse:
        if request.headers.get("HX-Request"):
            # A fragment must not be replaced by the set-up page: the whole page goes there.
            return HttpResponse(status=204, headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)
