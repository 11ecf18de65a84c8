"""What a session has proved. One truth: the records of authentication that allauth keeps in the session."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from community.people.models import Person
from community.people.policy import needs_second_factor

#: A sign-in younger than this lets a person change how they sign in; an older one is asked to prove itself again.
RECENT_SECONDS = 15 * 60
#: In the session: the page that somebody was on the way to when they were asked to set up a second factor.
ON_THE_WAY = "on_the_way"
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def mark_second_factor(request: HttpRequest) -> None:
    """This session has proved a second factor: setting one up proves it, and so does the demo's sign-in."""
    record_authentication(request, request.user, method="mfa", type="set_up")


def proved_session(person: Person) -> dict[str, Any]:
    """Session values of a person who proved everything just now; what tests put in a session by hand."""
    return {
        "account_authentication_methods": [{"method": "mfa", "type": "set_up", "at": time.time()}],
        "account_authentication_methods_user": str(person.pk),
    }


def second_factor_proved(session: Any, person: Person) -> bool:
    """Whether this session proved a passkey, an app's code or a recovery code of this person's."""
    if session.get("account_authentication_methods_user") != str(person.pk):
        return False
    return any(proof.get("method") == "mfa" for proof in session.get("account_authentication_methods") or ())


def may_enter(session: Any, person: Person) -> bool:
    """The gate of pages and sockets alike: who needs a second factor has proved it in this session."""
    return second_factor_proved(session, person) or not needs_second_factor(person)


def has_second_factor(person: Person) -> bool:
    return Authenticator.objects.filter(user_id=person.pk, type__in=_FACTORS).exists()


def recently_proved(request: HttpRequest) -> bool:
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and time.time() - proofs[-1]["at"] < RECENT_SECONDS


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor at sign-in where the role demands it, or where the person set up an app's codes.

    A youth's passkey is a quicker way in, not a second lock: their mailed code still opens the door alone, so that a
    lost telephone shuts nobody out.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        if not super()._should_handle(request) or not isinstance(person, Person):
            return False
        return (
            needs_second_factor(person)
            or Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()
        )
