"""Sessions, in the database: who stands behind one, for pages and for open sockets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from community.people.models import Person
from community.people.second_factor import may_enter
from community.questions import ask


def _session(key: str, now: datetime) -> "QuerySet[Session]":
    return Session.objects.filter(session_key=key, expire_date__gt=now)


def _person(number: int) -> "QuerySet[Person]":
    return Person.objects.filter(pk=number)


class SessionStore(DatabaseSessionStore):
    """Django's own, which every page of a member reads first: its question is kept (community.questions)."""

    def _get_session_from_db(self) -> Any:
        # Sessions run out by the real time, whatever our clock is set to.
        for found in ask(_session, key=self.session_key, now=timezone.now()):
            return found
        self._session_key = None
        return None


class PersonBackend(AuthenticationBackend):
    """allauth's own; whom a session names is asked as a kept question."""

    def get_user(self, user_id: int) -> Person | None:
        for found in ask(_person, number=user_id):
            return found if self.user_can_authenticate(found) else None
        return None


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
