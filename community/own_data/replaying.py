"""Erasing again what a restored database holds though it was erased before."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from community import ledger
from community.holders import Way
from community.ledger import Line
from community.own_data.leaving import finish, note, written_down
from community.own_data.models import Leaving
from community.people.models import Person


def replay_people(lines: list[Line]) -> int:
    """Let those leave again whom a restored database knows."""
    told = {line.number: line for line in lines if line.way in Way.values}
    again = 0
    for person in Person.objects.filter(pk__in=list(told), left_at=None).order_by("pk"):
        line = told[person.pk]
        if ledger.moment(person.joined_at) == line.born:
            with transaction.atomic():
                leaving = note(person, Way(line.way), datetime.fromisoformat(line.at))
            finish(leaving)
            again += 1
    return again


def replay() -> dict[str, int]:
    """Go through the whole ledger and erase again what stands; gives how many things of each kind that were.

    Also writes into the ledger what only the database knows. Twice is once.
    """
    write_missing()
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in ledger.read():
        lines[line.what].append(line)
    done = {what: ledger.replays[what](told) for what, told in lines.items() if what in ledger.replays}
    return {what: many for what, many in done.items() if many}


def write_missing() -> int:
    """Write into the ledger who left where a process was killed before it had; gives how many."""
    known = {line.key for line in ledger.read()}
    lines = [written_down(leaving) for leaving in Leaving.objects.select_related("person")]
    missing = [line for line in lines if line.key not in known]
    ledger.write(missing)
    return len(missing)
