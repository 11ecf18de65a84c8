"""Leaving: what it will do, and the deed.

The deed begins with what ends everything at once (the account is closed, memberships, sessions and sockets end), notes
who leaves and how, and then goes through the holders, each in transactions of its own, so that nobody waits. A process
that is killed in the midst leaves a note, by which a job goes on (jobs.py). The name is the last to go, since the rooms
find by it where others wrote it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils.translation import gettext as _

from community import clock, forgetting, holders, ledger
from community.activity.record import record
from community.holders import Fate, Way
from community.membership.operations import deactivate_person
from community.own_data.activity import PersonLeft
from community.own_data.models import Leaving
from community.own_data.policy import can_leave
from community.people.models import Person
from community.people.own_data import become_a_number
from community.permissions import require


@dataclass(frozen=True)
class Foretold:
    """What a way of leaving takes along, and what stays."""

    way: Way
    goes: list[Fate]
    stays: list[Fate]


def foretell(person: Person, way: Way) -> Foretold:
    """Counted by the same rooms that will do it."""
    fates = [fate for holder in holders.in_order() for fate in holder.fates(person) if fate.count]
    return Foretold(way, [fate for fate in fates if way in fate.goes], [fate for fate in fates if way not in fate.goes])


def leave(*, person: Person, way: Way) -> Leaving:
    """Leave for good, by this way, at once. Nobody is told. Sessions and open pages of the person end, what the way
    takes along is erased everywhere, and what stays is signed "former member". It cannot be undone.

    What could not be finished (a process was killed) a job finishes. Raises Refused for anybody but oneself.
    """
    with transaction.atomic():
        require(can_leave(person, person), _("You can only leave yourself."))
        leaving = note(person, way, clock.now())
    finish(leaving)
    leaving.refresh_from_db()
    return leaving


def note(person: Person, way: Way, at: datetime) -> Leaving:
    """Close the account and write down that the person leaves, in the transaction that is running; after the commit the
    ledger has it too."""
    deactivate_person(actor=person, person=person)
    leaving, _made = Leaving.objects.get_or_create(person=person, defaults={"way": way, "at": at})
    leaving.person = person
    record(PersonLeft(actor=None, leaving=leaving))
    transaction.on_commit(partial(ledger.write, [written_down(leaving)]))
    return leaving


def written_down(leaving: Leaving) -> ledger.Line:
    return ledger.Line(
        what="person",
        number=leaving.person_id,
        born=ledger.moment(leaving.person.joined_at),
        at=ledger.moment(leaving.at),
        way=leaving.way,
    )


def finish(leaving: Leaving) -> None:
    """Go through all holders, and empty the account at last. Again finds nothing left to do."""
    person = Person.objects.get(pk=leaving.person_id)
    for holder in holders.all_holders():
        holder.leave(person, Way(leaving.way))
    become_a_number(person)
    Leaving.objects.filter(pk=leaving.pk).update(finished_at=clock.now())
    forgetting.forget_everything()
    ledger.touch()
    _let_the_disk_forget()


def _let_the_disk_forget() -> None:
    """SQLite writes what changed beside the database first: what was overwritten lies there until it is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def finish_what_was_begun() -> int:
    """Finish what a killed process left; gives how many leavings that were."""
    begun: Iterable[Leaving] = list(Leaving.objects.filter(finished_at=None).order_by("at"))
    for leaving in begun:
        finish(leaving)
    return len(list(begun))
