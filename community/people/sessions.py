"""Sessions as open sockets need them: does one stand, and who stands behind it."""

from collections.abc import Iterable

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.people.models import Person
from community.people.second_factor import may_enter


def person_behind(session_key: str) -> Person | None:
    """The active person signed in with this session, read afresh; None when it has ended, or while a second factor
    that the person needs has not been proved in it: a socket has the same door as a page."""
    kept = SessionStore(session_key)
    person = Person.objects.filter(pk=kept.get(SESSION_KEY) or 0, is_active=True).first()
    if person is None:
        return None
    stored = kept.get(HASH_SESSION_KEY, "")
    valid = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    if not any(constant_time_compare(stored, one) for one in valid):
        return None
    return person if may_enter(kept, person) else None


def standing_sessions(session_keys: Iterable[str]) -> set[str]:
    """Those of the sessions that exist and have not run out."""
    # Sessions run out by the real time, whatever our clock is set to.
    present = Session.objects.filter(session_key__in=list(session_keys), expire_date__gt=timezone.now())
    return set(present.values_list("session_key", flat=True))
