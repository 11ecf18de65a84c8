"""Deeds on an account itself."""

import hashlib

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
