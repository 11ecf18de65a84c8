"""Accounts that nobody uses any more: closed, or in no network for a year. They leave by themselves, and words stay."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from community import clock
from community.holders import Way
from community.membership.models import Membership
from community.own_data.leaving import finish, note
from community.own_data.models import Leaving
from community.people.models import Person

#: How long an account stands after its last membership ended; whoever was in none counts from when they came.
KEPT_FOR = timedelta(days=365)
#: Accounts that one run of the job lets go.
A_RUN = 50


def closed_long_ago() -> QuerySet[Person]:
    """Those in no network for a year. Whoever may open the admin needs no network, and is left alone."""
    long_ago = clock.now() - KEPT_FOR
    held = Membership.objects.filter(person=OuterRef("pk"))
    lately = held.filter(Q(ended_at=None) | Q(ended_at__gt=long_ago))
    people = Person.objects.filter(left_at=None, joined_at__lte=long_ago).exclude(Exists(lately))
    return people.filter(Q(is_active=False) | Q(groups=None, is_superuser=False))


def let_go_of_closed_accounts() -> int:
    """Let such accounts leave as if by themselves: their words stay without a name. Gives how many."""
    done = 0
    for pk in list(closed_long_ago().order_by("pk").values_list("pk", flat=True)[:A_RUN]):
        with transaction.atomic():
            person = Person.objects.select_for_update().get(pk=pk)
            note(person, Way.ANONYMISE, clock.now())
        finish(Leaving.objects.get(person=pk))
        done += 1
    return done
