"""Taking a case, giving it back, noting something, and what follows when one closes."""

from community import clock
from community.activity.record import record
from community.moderation.activity import ReportAnswered, WorrySeen
from community.moderation.kinds import ReportKind
from community.moderation.models import Case
from community.people.models import Person


def looked_at_by(case: Case, person: Person) -> None:
    """Somebody has it now: no alarm is raised any more, and who was worried hears that it is seen. The case's row is
    held and saved by the caller."""
    first = case.taken_at is None
    case.taken_by = case.taken_by or person
    case.taken_at = case.taken_at or clock.now()
    case.alarm_at = None
    if first and case.worried:
        for report in case.reports.filter(kind=ReportKind.WORRIED, reporter__isnull=False).select_related("reporter"):
            record(WorrySeen(actor=person, report=report))


def close(case: Case, person: Person) -> None:
    """Nothing waits any more: everybody who said something learns that it was looked at. Saved by the caller."""
    if case.closed_at is not None:
        return
    case.closed_at = clock.now()
    case.waits_for_author = False
    for report in case.reports.filter(reporter__isnull=False).select_related("reporter"):
        record(ReportAnswered(actor=person, report=report))
