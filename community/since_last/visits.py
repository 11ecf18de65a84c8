"""When somebody looked at their home, and from when on things are news to them."""

from datetime import datetime, timedelta

from django.db import transaction

from community import clock
from community.people.models import Person
from community.permissions import require

#: Whoever comes back within this long is still on the same visit, and keeps the same news.
AWAY = timedelta(minutes=30)


def news_since(person: Person) -> datetime | None:
    """What came after this is new: when the visit before this one ended. None on the first visit: everything is."""
    if person.seen_at is not None and clock.now() - person.seen_at > AWAY:
        return person.seen_at
    return person.news_since


@transaction.atomic
def mark_home_seen(*, actor: Person, until: datetime) -> None:
    """Remember that the whole home page as it stood at `until` was on the person's screen, on whichever device.

    After half an hour away a new visit begins, and what came since the last one is its news. Only forward, and never
    beyond now. Nobody learns of it. Raises Refused where the account is closed.
    """
    require(actor.is_active)
    until = min(until, clock.now())
    person = Person.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    if person.seen_at is not None:
        if until <= person.seen_at:
            return
        if until - person.seen_at > AWAY:
            person.news_since = person.seen_at
    person.seen_at = until
    person.save(update_fields=["seen_at", "news_since"])
