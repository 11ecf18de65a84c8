"""What was said to be wrong, the case that looks after it, what was done, and whether that stood.

A case is about one thing, named as community.subjects names it, and one is open at a time. Who said so stands in
`Report.reporter`, which no page, notice or record shows; it is there so that they can be told what became of it.
"""

from typing import TYPE_CHECKING

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from community import clock
from community.house_rules.models import GeneralRule, HouseRule
from community.membership.models import Network
from community.moderation.kinds import AUTOMATIC, BY_A_RULE, TOLD, DeedKind, ReportKind
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from community.spaces.models import Space

if TYPE_CHECKING:
    from datetime import datetime

#: Longest words of a report, of a sentence to an author, of a note; and how much of the thing a report keeps.
WORDS_LIMIT, SAID_LIMIT = 1000, 4000


def networks_where(person: Person, role: Role) -> list[int]:
    return [m.network_id for m in memberships(person) if m.role == role and m.network_id]


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person) -> "CaseQuerySet":
        """The cases of the networks where one is a consultant; as a psychologist worries there and what was handed to
        one; as a deputy that one case. Never a case about oneself."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        seen = Q(network__in=networks_where(person, Role.CONSULTANT))
        if theirs := networks_where(person, Role.PSYCHOLOGIST):
            seen |= Q(network__in=theirs) & (Q(worried=True) | Q(handed_to=person))
        if any(m.role == Role.CONSULTANT for m in memberships(person)):
            seen |= Q(deputy=person)
        return self.filter(seen).exclude(author=person)

    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)


class Case(models.Model):
    network = models.ForeignKey(Network, models.PROTECT, related_name="cases")
    #: The thing, as community.subjects names it.
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    #: Whose words it is, or the person it is about.
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    space = models.ForeignKey(Space, models.PROTECT, related_name="+", null=True)
    danger = models.PositiveSmallIntegerField()
    worried = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=clock.now)
    reported_at = models.DateTimeField(default=clock.now)
    #: Who looks after it, and since when somebody does: from then on no alarm is raised.
    taken_by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    taken_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    #: The psychologist who goes on with it.
    handed_to = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    #: A consultant of another network, where this one has nobody who may act or judge here. Sees this case only.
    deputy = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    #: The author was asked to change it; and when they did.
    waits_for_author = models.BooleanField(default=False)
    author_changed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    #: When the next alarm is due, and which it is (alarms.py).
    alarm_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    alarm_step = models.PositiveSmallIntegerField(default=0)
    #: How often it began to call from the beginning: for each new worry, and where it was given back.
    alarm_round = models.PositiveIntegerField(default=0, db_default=0)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    #: Counts the deeds: who acts on a page that is older than the case is told.
    version = models.PositiveIntegerField(default=0)
    #: When the words in it were erased (jobs.py).
    erased_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(closed_at=None), name="one_open_case_about_a_thing"
            ),
            models.CheckConstraint(condition=~Q(subject_type=""), name="a_case_names_its_subject"),
            models.CheckConstraint(
                condition=Q(alarm_at=None) | Q(worried=True, taken_at=None, closed_at=None),
                name="alarms_are_for_worries_nobody_took",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="a_case_closes_after_it_opened"
            ),
        ]
        indexes = [
            models.Index(fields=["network", "danger", "-reported_at"], condition=Q(closed_at=None), name="open_cases"),
            models.Index(fields=["alarm_at"], condition=Q(alarm_at__isnull=False), name="alarms_due"),
            models.Index(fields=["subject_type", "subject_id"], name="cases_of_a_thing"),
            models.Index(fields=["author", "network"], name="cases_of_an_author"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> "ReportQuerySet":
        """One's own, and nobody else's: consultants read the case."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(reporter=person)


class Report(models.Model):
    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    #: Told to nobody. None where nobody said it, and once they have erased everything.
    reporter = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)
    kind = models.CharField(max_length=12, choices=ReportKind)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)])
    #: What the thing said then, since it may be changed or taken back meanwhile.
    said = models.TextField(blank=True, max_length=SAID_LIMIT)
    made_at = models.DateTimeField(default=clock.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter", "kind"], name="a_thing_is_said_once"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class CaseNote(models.Model):
    """A line among those who look after the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField(validators=[MaxLengthValidator(WORDS_LIMIT)])
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class DeedQuerySet(models.QuerySet["Deed"]):
    def visible_to(self, person: Person) -> "DeedQuerySet":
        """What was done about oneself, and what stands in cases one sees."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(Q(person=person, kind__in=TOLD) | Q(case__in=Case.objects.visible_to(person)))

    def against(self, person: Person) -> "DeedQuerySet":
        """What the person was told of, the newest first."""
        return self.filter(person=person, kind__in=TOLD).order_by("-at", "-pk")


class Deed(models.Model):
    """What was done. The author's notice, the log of the case and the counts are all made of this row."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deeds")
    kind = models.CharField(max_length=16, choices=DeedKind)
    #: None where a rule of the software did it (protecting.py), which then is named in `rule_text`.
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    #: Whom it concerns.
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    #: The house rule it is held by, and its words as they stood then.
    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="+", null=True)
    general_rule = models.ForeignKey(GeneralRule, models.PROTECT, related_name="+", null=True)
    rule_text = models.CharField(max_length=300, blank=True)
    #: What the person reads.
    words = models.TextField(blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)])
    at = models.DateTimeField(default=clock.now)
    #: The end of a pause.
    until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    #: What undoing it needs: kinds and numbers, never words.
    about = models.JSONField(default=dict)
    undone_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DeedKind.values), name="deed_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=[str(kind) for kind in BY_A_RULE])
                | (~Q(rule_text="") & Q(by__isnull=False))
                & (Q(rule__isnull=False, general_rule=None) | Q(rule=None, general_rule__isnull=False)),
                name="a_deed_against_somebody_has_a_rule",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(kind__in=[str(kind) for kind in AUTOMATIC]),
                name="only_protection_is_nobodys",
            ),
            models.CheckConstraint(condition=~Q(kind="pause") | Q(until__isnull=False), name="a_pause_has_an_end"),
            models.CheckConstraint(condition=Q(by=None) | ~Q(by=F("person")), name="nobody_acts_on_themselves"),
        ]
        indexes = [
            models.Index(fields=["person", "-at"], name="deeds_of_a_person"),
            models.Index(fields=["at"], name="deeds_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    @property
    def stands(self) -> bool:
        return self.undone_at is None


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, person: Person) -> "AppealQuerySet":
        """One's own, and those of cases one sees."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self.filter(Q(by=person) | Q(deed__case__in=Case.objects.visible_to(person)))

    def waiting(self) -> "AppealQuerySet":
        return self.filter(answered_at=None)


class Appeal(models.Model):
    """Asking for another look at a deed, by somebody else than who did it."""

    deed = models.OneToOneField(Deed, models.PROTECT, related_name="appeal")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField(blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)])
    made_at = models.DateTimeField(default=clock.now)
    #: None while it waits; then whether the deed was undone.
    changed = models.BooleanField(null=True)
    answer = models.TextField(blank=True, validators=[MaxLengthValidator(WORDS_LIMIT)])
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    answered_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(changed=None, answered_by=None, answered_at=None, answer="")
                | Q(changed__isnull=False, answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="an_answered_appeal_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def visible_to(self, person: Person) -> "AlarmQuerySet":
        """One's own, while one sees the case."""
        return self.filter(person=person.pk or 0, case__in=Case.objects.visible_to(person))


class Alarm(models.Model):
    """Somebody of the staff is called because of a worry. Written with its notice and its mail in one transaction."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="alarms")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    round = models.PositiveIntegerField(default=0, db_default=0)
    step = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField(default=clock.now)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person", "round", "step"], name="one_call_a_step")]

    def __str__(self) -> str:
        return f"alarm {self.pk}"
