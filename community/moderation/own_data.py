"""What somebody said was wrong, what was done about their own words, and what they did as one of the staff.

The copy holds the words of one's own reports, never whose thing it was; of what was done about oneself what one was
told: the deed, the rule and the sentence. Staff's notes on a case are about somebody else, and are in nobody's copy.

Whoever leaves takes along every word about them in cases: what reports kept of their words, the staff's notes, the
sentence they were told, and what they said against it. Deed, rule and time stay with a number, since the sums that
everybody reads are made of them. What they said of others goes with erasing; else it stays without their name, since
somebody may need help. That it was said, and of which kind, stays either way. What they left hidden stays hidden.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community import subjects
from community.asides.models import Aside
from community.holders import BOTH, NEITHER, ONLY_ERASING, Entry, Fate, Holder, Way
from community.moderation.alarms import begin_alarm
from community.moderation.kinds import ReportKind
from community.moderation.models import Alarm, Appeal, Case, CaseNote, Deed, Report
from community.people.models import Person
from community.spaces.leavers import nameless
from community.subjects import SubjectKind

#: What stands for an answer whose words are gone.
ERASED = "–"


def _asides(person: Person) -> list[Aside]:
    """Words of this person that are put aside."""
    by_kind: dict[str, list[Aside]] = defaultdict(list)
    for aside in Aside.objects.order_by("pk"):
        by_kind[aside.subject_type].append(aside)
    found = []
    for name, asides in by_kind.items():
        kind = subjects.named(name)
        if kind is None:
            continue
        things = kind.model._default_manager.select_related(*kind.select_related)
        standing = things.in_bulk([aside.subject_id for aside in asides])
        found += [one for one in asides if _is_of(kind, standing.get(one.subject_id), person)]
    return found


def _is_of(kind: SubjectKind, thing: Any, person: Person) -> bool:
    return thing is not None and kind.author(thing) == person


def _lost() -> list[int]:
    """What rooms above erased while its words were put aside: they went before."""
    lost = []
    for aside in Aside.objects.order_by("pk"):
        kind = subjects.named(aside.subject_type)
        if kind is not None and not kind.model._default_manager.filter(pk=aside.subject_id).exists():
            lost.append(aside.pk)
    return lost


def _acted(person: Person) -> QuerySet[Deed]:
    """What they did as one of the staff."""
    return Deed.objects.filter(Q(by=person) | Q(undone_by=person))


def _entries(person: Person) -> Iterable[Entry]:
    for report in Report.objects.visible_to(person).order_by("made_at", "pk"):
        yield Entry(
            title=_("You said that something is wrong"),
            at=report.made_at,
            words=report.words,
            facts=((_("What you said"), ReportKind(report.kind).label),),
            data={"kind": report.kind, "case": report.case_id},
        )
    deeds = Deed.objects.against(person).select_related("case", "appeal").order_by("at", "pk")
    for deed in deeds:
        kind = subjects.named(deed.case.subject_type)
        yield Entry(
            title=deed.get_kind_display(),
            at=deed.at,
            words=deed.words,
            facts=(
                (_("About"), kind.care.noun if kind and kind.care else deed.case.subject_type),
                *(((_("House rule"), deed.rule_text),) if deed.rule_text else ()),
            ),
            data={
                "kind": deed.kind,
                "about": deed.case.subject_type,
                "number": deed.case.subject_id,
                "until": deed.until,
                "undone_at": deed.undone_at,
            },
        )
    for appeal in Appeal.objects.filter(by=person).order_by("made_at"):
        facts = ((_("What was answered"), appeal.answer),) if appeal.answer else ()
        yield Entry(
            title=_("You asked for another look"),
            at=appeal.made_at,
            words=appeal.words,
            facts=facts,
            data={"changed": appeal.changed, "answered_at": appeal.answered_at},
        )
    for aside in _asides(person):
        said = [str(value) for value in aside.values.values() if isinstance(value, str) and value]
        yield Entry(title=_("Words of yours that are hidden now"), at=aside.at, words="\n\n".join(said))
    if count := _acted(person).count() + CaseNote.objects.filter(by=person).count():
        yield Entry(
            title=_("What you did as one of the staff about what was said to be wrong"),
            words=_("%(count)s deeds and notes. They are about somebody else, so their words are not in your copy.")
            % {"count": count},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Report.objects.filter(reporter=person).count():
        words = ngettext(
            "%(count)s time that you said something is wrong", "%(count)s times that you said something is wrong", count
        )
        yield Fate(count=count, words=words % {"count": count}, goes=ONLY_ERASING)
    if count := _kept_words(person) + len(_asides(person)):
        yield Fate(
            count=count,
            words=_("Words in cases about you: notes, sentences to you, what you answered, what is hidden"),
            goes=BOTH,
        )
    if count := Alarm.objects.filter(person=person).count() + _in_hand(person).count():
        yield Fate(count=count, words=_("That you were called, and cases you look after"), goes=BOTH)
    if count := Deed.objects.filter(person=person).count():
        words = _("What was done about your words, by which rule and when: a number without a name")
        yield Fate(count=count, words=words, goes=NEITHER)
    if count := _acted(person).count() + CaseNote.objects.filter(by=person).count():
        words = _("What you did as one of the staff, for the cases of others: a number without a name")
        yield Fate(count=count, words=words, goes=NEITHER)


def _kept_words(person: Person) -> int:
    about = Case.objects.filter(author=person)
    return (
        Report.objects.filter(case__in=about).exclude(said="", words="").count()
        + CaseNote.objects.filter(case__in=about).count()
        + Deed.objects.filter(person=person).exclude(words="").count()
        + Appeal.objects.filter(by=person).exclude(words="", answer__in=["", ERASED]).count()
    )


def _in_hand(person: Person) -> QuerySet[Case]:
    return Case.objects.filter(Q(taken_by=person) | Q(handed_to=person) | Q(deputy=person))


def _leave(person: Person, way: Way) -> None:
    for pk in list(Case.objects.filter(author=person).order_by("pk").values_list("pk", flat=True)):
        _empty_case(pk)
    with transaction.atomic():
        # A case about several people's words says to each what concerns them.
        Deed.objects.filter(person=person).update(words="")
        Appeal.objects.filter(by=person, answered_at=None).delete()
        Appeal.objects.filter(by=person).update(words="", answer=ERASED)
    Aside.objects.filter(pk__in=[*(aside.pk for aside in _asides(person)), *_lost()]).delete()
    _forget_reports(person, way)
    Alarm.objects.filter(person=person).delete()
    for pk in list(_in_hand(person).order_by("pk").values_list("pk", flat=True)):
        _let_go(person, pk)


@transaction.atomic
def _empty_case(pk: int) -> None:
    """The words about its author go; an open one stays open, since what it is about may stand."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
    Report.objects.filter(case=case).update(said="", words="")
    CaseNote.objects.filter(case=case).delete()
    Deed.objects.filter(case=case).update(words="")
    # Who leaves is asked for no change any more, and told of none.
    if case.closed_at is None and case.waits_for_author:
        Case.objects.filter(pk=case.pk).update(waits_for_author=False)


def _forget_reports(person: Person, way: Way) -> None:
    reports = Report.objects.filter(reporter=person)
    if way == Way.ERASE:
        reports.update(reporter=None, words="")
        return
    change = nameless(person)
    for report in reports.exclude(words=""):
        Report.objects.filter(pk=report.pk).update(words=change(report.words))


@transaction.atomic
def _let_go(person: Person, pk: int) -> None:
    """Somebody else can take it; a worry calls again."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
    if case.taken_by_id == person.pk:
        case.taken_by = None
        if case.closed_at is None:
            case.taken_at = None
            case.version += 1
            if case.worried:
                begin_alarm(case)
    if case.handed_to_id == person.pk:
        case.handed_to = None
    if case.deputy_id == person.pk:
        case.deputy = None
    case.save()


CARE = Holder(
    name="care",
    title=gettext_lazy("What was said to be wrong, and what was done"),
    place=60,
    models=(
        "community.Case",
        "community.Report",
        "community.CaseNote",
        "community.Deed",
        "community.Appeal",
        "community.Alarm",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
