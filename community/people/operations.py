"""Deeds on an account itself."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import transaction

from community import clock, live
from community.people.models import AccessEnding, Person

#: Called with the person, in the transaction, where another portrait takes the place of one that is hidden.
after_another_portrait: list[Callable[[Person], object]] = []


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


@transaction.atomic
def change_profile(*, person: Person, display_name: str, about: str, language: str, phone: str) -> Person:
    """Change what others see of the person, and their language and private telephone. Nobody is told."""
    person.display_name, person.about, person.language, person.phone = display_name, about, language, phone
    person.save(update_fields=["display_name", "about", "language", "phone"])
    return person


@transaction.atomic
def change_portrait(*, person: Person, picture: bytes | None) -> Person:
    """Put a cleaned picture (community.people.portraits) in the place of the old one, or take it away with None.

    The old file is gone after the commit. Nobody is told, but while theirs is hidden those who look after it.
    """
    old, storage = person.portrait.name, person.portrait.storage
    hidden = picture is not None and person.portrait_hidden_at is not None
    if picture is None:
        person.portrait = ""
    else:
        person.portrait.save(f"{secrets.token_urlsafe(24)}.webp", ContentFile(picture), save=False)
    person.save(update_fields=["portrait"])
    if old:
        transaction.on_commit(lambda: storage.delete(old))
    if hidden:
        for follow_up in after_another_portrait:
            follow_up(person)
    return person


@transaction.atomic
def hide_portrait(pk: int, hidden: bool) -> None:
    """Hide somebody's portrait from all but themselves, or let it stand again; another one stays hidden too.

    Called by a deed of care (community/moderation), which tells them."""
    person = Person.objects.select_for_update().get(pk=pk)
    if (person.portrait_hidden_at is not None) != hidden:
        person.portrait_hidden_at = clock.now() if hidden else None
        person.save(update_fields=["portrait_hidden_at"])


@transaction.atomic
def end_session(*, person: Person, session: UserSession) -> None:
    """Sign one of the person's own devices out; its open pages close. Somebody else's session is left alone."""
    if session.user_id != person.pk:
        return
    session.end()


@transaction.atomic
def forget_ways_in(person: Person) -> None:
    """End every session and drop every passkey, app secret and portrait: what closing an account leaves no use for."""
    for session in UserSession.objects.filter(user_id=person.pk):
        session.end()
    Authenticator.objects.filter(user_id=person.pk).delete()
    if person.portrait:
        change_portrait(person=person, picture=None)
