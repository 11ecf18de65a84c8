"""Proving an address with a one-time code, outside of signing in: for invitations, and before sensitive changes.

The code is kept as a keyed digest in the session; it dies after ten minutes, five wrong tries or its first use. The
answer is the same whether or not the address belongs to somebody.
"""

import time

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from community.people import limits

MINUTES = 10
TRIES = 5
_KEY = "email_proof"


class ProofOver(Exception):
    """The code is too old, was tried too often, or never was: a new one is needed."""


class TooManyCodes(Exception):
    """No more codes to this address for a while."""


def begin(request: HttpRequest, *, purpose: str, email: str) -> None:
    """Send a code to the address. A code of before stops working. Raises TooManyCodes."""
    if not limits.code_may_go(request, email):
        raise TooManyCodes
    adapter = get_adapter()
    code = adapter.generate_login_code()
    request.session[_KEY] = {
        "purpose": purpose,
        "email": email,
        "digest": _digest(email, code),
        "at": time.time(),
        "tries": 0,
    }
    adapter.send_mail("account/email/login_code", email, {"code": code})


def pending(request: HttpRequest, purpose: str) -> str:
    """The address that waits for its code, or nothing."""
    proof = request.session.get(_KEY) or {}
    return proof.get("email", "") if proof.get("purpose") == purpose else ""


def check(request: HttpRequest, *, purpose: str, code: str) -> bool:
    """Whether this is the code. Right: the proof is spent. Wrong: one try less. Raises ProofOver."""
    proof = request.session.get(_KEY)
    if not proof or proof["purpose"] != purpose or time.time() - proof["at"] > MINUTES * 60:
        forget(request)
        raise ProofOver
    if not limits.code_may_be_typed(request):
        forget(request)
        raise ProofOver
    typed = "".join(character for character in code if character.isdigit())
    if constant_time_compare(_digest(proof["email"], typed), proof["digest"]):
        forget(request)
        return True
    proof["tries"] += 1
    request.session[_KEY] = proof
    if proof["tries"] >= TRIES:
        forget(request)
        raise ProofOver
    return False


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def _digest(email: str, code: str) -> str:
    return salted_hmac("community.people.email_proof", f"{email.lower()} {code}", algorithm="sha256").hexdigest()
