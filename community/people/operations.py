"""Deeds on an account itself."""

import hashlib
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from community import live
from community.people.models import AccessEnding, Person


def session_digest(session_key: str) -> str:
    """What stands for a session outside the session table: SHA-256, since the key itself signs in."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def end_access(person: Person, reason: AccessEnding.Reason, session_key: str = "") -> AccessEnding:
    """Close the person's open sockets (or those of one session) everywhere, after the commit.

    The row reaches every web process even while the channel layer is down; the layer only makes it faster.
    """
    ending = AccessEnding.objects.create(
        person=person, reason=reason, session_digest=session_digest(session_key) if session_key else ""
    )
    transaction.on_commit(lambda: live.announce_ending(ending))
    return ending


def end_access_of_session(sender: Any, instance: Session, **kwargs: Any) -> None:
    """A session row is gone: close the sockets that it opened.

    A receiver of Django's post_delete, since that is the one place that every way out passes. Signing out, ending a
    session from the list of one's own, signing in anew and clearing sessions each delete the row in a library of
    their own; the ending is written in the same transaction.
    """
    person = Person.objects.filter(pk=instance.get_decoded().get(SESSION_KEY) or 0).first()
    if person is not None:
        end_access(person, AccessEnding.Reason.SIGNED_OUT, session_key=instance.session_key)
