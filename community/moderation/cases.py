"""What a case's page and the queue show: the thing in its context, what was done, and what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.care_rules.models import CareRules
from community.care_rules.operations import is_staffed
from community.house_rules.operations import rules_of_a_place
from community.membership.models import Membership, Network
from community.membership.policy import can_end_membership
from community.moderation.deeds import decided, membership_of
from community.moderation.kinds import BY_A_RULE, DeedKind, ReportKind
from community.moderation.models import Appeal, Case, Deed, Report
from community.moderation.policy import can_act, can_judge, psychologists_of
from community.moderation.subjects import PERSON
from community.people.models import Person
from community.permissions import is_consultant_of
from community.subjects import named

#: Earlier cases about the same person on a case's page, and lines of the queue on a page.
EARLIER, LINES = 10, 100


@dataclass(frozen=True)
class Line:
    """A case as the queue shows it."""

    case: Case
    kinds: list[str]
    noun: str
    #: Since when a worry waits that nobody has taken, and when the next person is called.
    waits_since: datetime | None = None
    calls_at: datetime | None = None
    appeal: Appeal | None = None


def kinds_of(case: Case) -> list[str]:
    """What people said of it, each once, the nearest danger first."""
    said = {report.kind for report in case.reports.all()}
    return [str(ReportKind(kind).label) for kind in ReportKind.values if kind in said]


def noun_of(case: Case) -> str:
    kind = named(case.subject_type)
    return str(kind.care.noun) if kind and kind.care else ""


def _line(case: Case, appeals: dict[int, Appeal]) -> Line:
    waits = case.worried and case.taken_at is None and case.closed_at is None
    worry = next((report for report in case.reports.all() if report.kind == ReportKind.WORRIED), None)
    return Line(
        case,
        kinds_of(case),
        noun_of(case),
        worry.made_at if waits and worry else None,
        case.alarm_at if waits else None,
        appeals.get(case.pk),
    )


def _with_rows(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    return cases.select_related("author", "space__group", "space__network", "network", "taken_by").prefetch_related(
        Prefetch("reports", Report.objects.order_by("made_at", "pk"))
    )


@dataclass
class Queue:
    worries: list[Line] = field(default_factory=list)
    appeals: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    taken: list[Line] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.worries or self.appeals or self.waiting or self.taken)


def queue_of(person: Person, cases: "QuerySet[Case]") -> Queue:
    """What waits, the newest danger first; worries that nobody has taken before all else."""
    appeals = {
        appeal.deed.case_id: appeal
        for appeal in Appeal.objects.waiting().filter(deed__case__in=cases.values("pk")).select_related("deed")
        if person.pk not in (appeal.deed.by_id, appeal.deed.person_id)
    }
    shown = cases.filter(Q(closed_at=None) | Q(pk__in=list(appeals)))
    queue = Queue()
    for case in _with_rows(shown).order_by("danger", "-reported_at", "-pk")[:LINES]:
        line = _line(case, appeals)
        if line.waits_since:
            queue.worries.append(line)
        elif line.appeal:
            queue.appeals.append(line)
        elif case.taken_by_id or case.waits_for_author:
            queue.taken.append(line)
        else:
            queue.waiting.append(line)
    return queue


def closed_of(cases: "QuerySet[Case]") -> list[Line]:
    """The cases that were closed last."""
    closed = _with_rows(cases.filter(closed_at__isnull=False)).order_by("-closed_at", "-pk")
    return [_line(case, {}) for case in closed[:LINES]]


def hints_in(network_id: int, said: Iterable[str]) -> list[str]:
    """The network's words to look twice at that stand in the text. A help for whoever looks, and never a verdict."""
    text = " ".join(" ".join(words.lower().split()) for words in said)
    return [word for word in CareRules.of(network_id).hint_words() if word in text]


def _changed_since(case: Case, passages: list[tuple[str, str]]) -> bool:
    now = " ".join(words for _label, words in passages)
    reports = list(case.reports.all())
    return bool(reports) and bool(reports[0].said) and now != "" and now not in reports[0].said


def case_context(person: Person, case: Case) -> dict[str, Any]:
    """Everything the page of a case reads."""
    kind = named(case.subject_type)
    assert kind is not None
    assert kind.care is not None
    care, thing = kind.care, kind.standing_or_hidden(case.subject_id)
    reports = list(case.reports.all())
    passages = care.passages(thing) if thing is not None else []
    acts = can_act(person, case)
    member = membership_of(case) if case.author_id else None
    hidden = thing is not None and care.is_hidden(thing)
    deeds = list(case.deeds.select_related("by", "undone_by", "person", "appeal__answered_by").order_by("at", "pk"))
    for deed in deeds:
        deed.undoes = acts and deed.stands and _can_be_taken_back(deed, person)  # type: ignore[attr-defined]
    appeal = next((d.appeal for d in deeds if hasattr(d, "appeal") and d.appeal.answered_at is None), None)
    rules = rules_of_a_place(case.network_id, case.space)
    seen = thing is not None and kind.get(person, thing.pk) is not None
    return {
        "case": case,
        "network": case.network,
        "noun": noun_of(case),
        "kinds": kinds_of(case),
        "reports": reports,
        "said_then": reports[0].said if reports and (not passages or _changed_since(case, passages)) else "",
        "passages": passages,
        # Whoever has the case before them sees what hangs on the thing, also where they do not see it in its place.
        "files": getattr(thing, "attachments", []) if thing is not None else [],
        "around": care.around(thing) if thing is not None else [],
        "url": kind.url(thing) if seen and case.subject_type != PERSON.name else "",
        "hidden": hidden,
        "decided": hidden and decided(case),
        "hints": hints_in(case.network_id, [words for _label, words in passages]),
        "deeds": deeds,
        "notes": list(case.notes.select_related("by")),
        "appeal": appeal,
        "judges": appeal is not None and can_judge(person, appeal),
        "earlier": _earlier(person, case),
        "acts": acts,
        "consults": is_consultant_of(person, case.network_id),
        # Whoever had it before the newest worry takes it again, so that who said it hears that it is seen.
        "mine": case.taken_by_id == person.pk and case.taken_at is not None,
        "may_hide": acts and thing is not None and care.hide is not None and care.may_hide(thing),
        "of_person": case.subject_type == PERSON.name,
        "portrait": thing.own_portrait_url if thing is not None and case.subject_type == PERSON.name else "",
        "may_close_topic": acts
        and thing is not None
        and care.close is not None
        and care.closes(thing)
        and not care.is_closed(thing),
        "places": care.places(thing) if acts and thing is not None else [],
        "member": member if acts else None,
        "may_end": acts and member is not None and can_end_membership(person, member),
        "psychologists": list(psychologists_of(case.network_id).exclude(pk=case.author_id or 0).exclude(pk=person.pk)),
        "house_rules": rules,
        "rules": [(key_of_rule(rule), rule.text) for rule in rules],
        "staffed": is_staffed(case.network_id),
        "now": clock.now(),
    }


def key_of_rule(rule: Any) -> str:
    """How a form names a rule: a group's own or a general one, by its number."""
    return f"{'house' if hasattr(rule, 'rules_id') else 'general'}-{rule.pk}"


def _can_be_taken_back(deed: Deed, person: Person) -> bool:
    undoable = deed.kind in (*BY_A_RULE, DeedKind.HAND_OVER, DeedKind.CLOSE_CASE)
    return undoable and deed.person_id != person.pk


def _earlier(person: Person, case: Case) -> list[dict[str, Any]]:
    """Earlier cases about the same person in this network, with what was done: nothing of them is shown to a deputy."""
    if case.author_id is None or not is_consultant_of(person, case.network_id):
        return []
    cases = Case.objects.visible_to(person).filter(author=case.author_id, network=case.network_id).exclude(pk=case.pk)
    found = _with_rows(cases).prefetch_related("deeds").order_by("-opened_at", "-pk")[:EARLIER]
    return [
        {
            "case": one,
            "kinds": kinds_of(one),
            "noun": noun_of(one),
            "deeds": [str(DeedKind(deed.kind).label) for deed in one.deeds.all() if deed.stands],
        }
        for one in found
    ]


def outcome_of(case: Case) -> str:
    """What whoever said something reads of what became of it; nothing about the person."""
    if case.closed_at is None and case.taken_at is None:
        return _("It waits to be looked at.")
    done = {deed.kind for deed in case.deeds.all() if deed.stands}
    if done & {DeedKind.HIDE, DeedKind.HIDE_ALL}:
        return _("Somebody of the team has looked, and it is hidden now.")
    if DeedKind.ASK_CHANGE in done and case.waits_for_author:
        return _("Somebody of the team has looked. It is hidden until it is changed.")
    if case.closed_at is None:
        return _("Somebody of the team is looking at it.")
    if done & {DeedKind.CLOSE_TOPIC, DeedKind.MOVE_TOPIC, DeedKind.PAUSE, DeedKind.END_MEMBERSHIP}:
        return _("Somebody of the team has looked and done something about it.")
    if case.worried:
        return _("Somebody of the team has taken care of it.")
    return _("Somebody of the team has looked, and it stands. Thank you for saying so all the same.")


def networks_looked_after(person: Person) -> list[Network]:
    held: list[Membership] = list(person.current_memberships())
    return [m.network for m in held if m.role == "consultant" and m.network]
