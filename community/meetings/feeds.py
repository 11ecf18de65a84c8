"""A person's secret calendar address: making a new one, ending it, and whose it is."""

import hashlib
import secrets

from django.db import transaction

from community import clock
from community.activity.record import record
from community.meetings.activity import CalendarFeedMade, CalendarFeedRevoked
from community.meetings.models import CalendarFeed
from community.people.models import Person
from community.permissions import require

#: 256 bits, as 43 characters of an address.
TOKEN_BYTES = 32


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@transaction.atomic
def make_calendar_feed(*, actor: Person) -> str:
    """Make a new address and end the old one. The token is returned and never kept: it is shown once."""
    require(actor.is_active)
    _end(actor)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed.objects.create(person=actor, token_digest=token_digest(token), made_at=clock.now())
    record(CalendarFeedMade(actor=actor, feed=feed))
    return token


@transaction.atomic
def revoke_calendar_feed(*, actor: Person) -> None:
    """End one's address: whoever has it gets nothing from now on. Twice is once."""
    if feed := _end(actor):
        record(CalendarFeedRevoked(actor=actor, feed=feed))


def _end(person: Person) -> CalendarFeed | None:
    # Two presses at once wait for each other here.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    feed = CalendarFeed.objects.filter(person=person, revoked_at=None).first()
    if feed:
        feed.revoked_at = clock.now()
        feed.save(update_fields=["revoked_at"])
    return feed


def present_feed(person: Person) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person, revoked_at=None).first()


def feed_of(token: str) -> CalendarFeed | None:
    """The feed that the token opens; None for one that was ended, and for people who have left."""
    feeds = CalendarFeed.objects.filter(revoked_at=None, person__is_active=True)
    return feeds.select_related("person").filter(token_digest=token_digest(token)).first()
