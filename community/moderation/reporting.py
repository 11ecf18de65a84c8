"""Saying that something is wrong."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.care_rules.operations import deputy_of
from community.membership.models import Network
from community.moderation import protecting
from community.moderation.activity import CaseChanged, CaseOpened
from community.moderation.alarms import ALARM, begin_alarm, raise_alarm
from community.moderation.deputies import ask_for_deputy, seek_deputy, tell_deputy
from community.moderation.kinds import DANGER, ReportKind
from community.moderation.models import SAID_LIMIT, Case, Report
from community.moderation.policy import can_report, needs_deputy, who_looks
from community.people.models import Person
from community.permissions import require
from community.subjects import SubjectKind


@transaction.atomic
def report(
    *, actor: Person, kind: SubjectKind, thing: Any, what: str, words: str = "", hides: bool = True
) -> tuple[Report, bool]:
    """Say that something about the thing is wrong. Gives the report and whether it is new: the same said again, while
    the case is open, is the first one.

    The network's consultants are told that something waits, or called where somebody is worried; nobody ever learns who
    said it. What protects by itself does so (protecting.py; not with `hides` False, after very many in a short time).
    Raises Refused for what the actor does not see, and for their own; never for how often.
    """
    require(can_report(actor, kind, thing), _("You cannot say anything about this."))
    assert kind.care is not None
    network_id = kind.care.network(thing, actor)
    require(network_id is not None, _("You cannot say anything about this."))
    assert network_id is not None
    if kind.care.lock is not None:
        kind.care.lock(thing.pk)
    case, opened = open_case(kind, thing, network_id, ReportKind(what))
    if said := Report.objects.filter(case=case, reporter=actor, kind=what).first():
        return said, False
    new = Report.objects.create(
        case=case, reporter=actor, kind=what, words=words, said=said_in(kind, thing), made_at=clock.now()
    )
    _raise(case, ReportKind(what))
    if hides:
        # As it stands behind the lock: somebody else may have brought it so far in the same moment.
        protecting.protect(case, kind, kind.standing_or_hidden(thing.pk), ReportKind(what))
    _tell(case, opened, actor, ReportKind(what))
    return new, True


def said_in(kind: SubjectKind, thing: Any) -> str:
    """What the thing says now, as a report keeps it."""
    assert kind.care is not None
    passages = kind.care.passages(thing)
    said = "\n\n".join(f"{label}\n{words}" if label else words for label, words in passages if label or words)
    return said if len(said) <= SAID_LIMIT else said[: SAID_LIMIT - 1].rstrip() + "…"


def open_case(kind: SubjectKind, thing: Any, network_id: int, what: ReportKind) -> tuple[Case, bool]:
    """The open case about the thing with its row held, and whether it is new."""
    # The network's row is the queue: two who say something about one thing at once meet here.
    Network.objects.select_for_update(no_key=True).get(pk=network_id)
    now = clock.now()
    found = Case.objects.open().filter(subject_type=kind.name, subject_id=thing.pk)
    case = found.select_for_update(of=("self",)).select_related("network").first()
    if case is not None:
        return case, False
    author = kind.concerns(thing)
    author_id = author.pk if author else None
    case = Case.objects.create(
        network_id=network_id,
        subject_type=kind.name,
        subject_id=thing.pk,
        author=author,
        space=kind.space(thing),
        danger=DANGER[what],
        opened_at=now,
        reported_at=now,
        deputy=deputy_of(network_id, author_id) if needs_deputy(network_id, author_id) else None,
    )
    return case, True


def _raise(case: Case, what: ReportKind) -> None:
    """Bring the case as far forward as what was said now asks for."""
    case.danger = min(case.danger, DANGER[what])
    case.reported_at = clock.now()
    case.version += 1
    if what == ReportKind.WORRIED:
        # Each worry is one of its own: whoever has the case hears the new one like everybody else.
        case.worried, case.taken_at = True, None
        begin_alarm(case)
    case.save(update_fields=["danger", "reported_at", "version", "worried", "taken_at", *ALARM])


def _tell(case: Case, opened: bool, actor: Person, what: ReportKind) -> None:
    if case.alarm_at is not None and raise_alarm(case):
        case.refresh_from_db()
        record(CaseChanged(actor=None, case=case))
    elif opened:
        told = tuple(pk for pk in who_looks(case) if pk != actor.pk)
        record(CaseOpened(actor=None, case=case, people=told))
    else:
        record(CaseChanged(actor=None, case=case))
    if not who_looks(case):
        if seek_deputy(case):
            tell_deputy(case)
        else:
            # A worry is never asked about once and for all.
            ask_for_deputy(case, again=what == ReportKind.WORRIED)
