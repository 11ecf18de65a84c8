"""Good practice: what a workplace or a team tried, in four fields, and where else it was tried."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from community.permissions import is_programme, memberships
from company_network.companies.models import Company
from forums.topics.markup import render
from forums.topics.models import ROLES_REACHED, Reach, Topic

#: Longest text of a field, in characters.
FIELD_LIMIT = 4000
#: The four fields in their order.
FIELDS = ("situation", "did", "happened", "advice")
#: Longest line on how it went elsewhere, in characters.
LINE_LIMIT = 300


class Practice(models.Model):
    """The words of a topic of kind practice. Each field may be empty: a picture or a voice says it too."""

    topic = models.OneToOneField(Topic, models.CASCADE, primary_key=True, related_name="practice")
    #: Whose experience it is; None where staff share theirs. The post stays with it when its author leaves.
    company = models.ForeignKey(Company, models.PROTECT, related_name="practices", null=True)
    situation = models.TextField(_("Situation"), blank=True, validators=[MaxLengthValidator(FIELD_LIMIT)])
    did = models.TextField(_("What we did"), blank=True, validators=[MaxLengthValidator(FIELD_LIMIT)])
    happened = models.TextField(_("What happened"), blank=True, validators=[MaxLengthValidator(FIELD_LIMIT)])
    advice = models.TextField(_("One piece of advice"), blank=True, validators=[MaxLengthValidator(FIELD_LIMIT)])
    #: At how many other workplaces it was tried: kept, so that lists count nothing.
    tried_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        indexes = [models.Index(fields=["company", "-topic"], name="practice_of_a_company")]

    def __str__(self) -> str:
        return f"practice {self.pk}"

    def passages(self) -> list[dict[str, Any]]:
        """Name, label, text and HTML of the fields that say something, in order."""
        return [
            {"name": name, "label": label_of(name), "text": text, "html": render(text)}
            for name in FIELDS
            if (text := getattr(self, name))
        ]

    def words(self) -> str:
        """Label and text of every field that says something: for the search, mails and versions."""
        return "\n\n".join(f"{passage['label']}: {passage['text']}" for passage in self.passages())


def label_of(field: str) -> str:
    return str(Practice._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


class TriedHereQuerySet(models.QuerySet["TriedHere"]):
    def visible_to(self, person: Person) -> "TriedHereQuerySet":
        """Where a practice was tried is read by those who read the practice."""
        topic = Topic.objects.visible_to(person).filter(pk=OuterRef("practice"))
        return self.filter(Exists(topic), taken_back_at=None)

    def standing(self) -> "TriedHereQuerySet":
        return self.filter(taken_back_at=None)


class TriedHere(models.Model):
    """Another workplace has tried it too, and may say in a line how it went."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="tries")
    company = models.ForeignKey(Company, models.PROTECT, related_name="practices_tried")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    line = models.CharField(_("How did it go?"), max_length=LINE_LIMIT, blank=True)
    at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(null=True)
    #: Taken back; for a moment it can be undone, then a job erases it.
    taken_back_at = models.DateTimeField(null=True)

    objects = TriedHereQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "company"], name="a_company_tries_a_practice_once"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_back_at__gte=F("at")), name="taken_back_after_it_was_said"
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="tries_by_time"),
            models.Index(fields=["taken_back_at"], condition=Q(taken_back_at__isnull=False), name="tries_to_erase"),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.company_id}"


class RoundUpQuerySet(models.QuerySet["RoundUp"]):
    def visible_to(self, person: Person) -> "RoundUpQuerySet":
        """Programme staff see drafts too; companies and staff what was sent."""
        if is_programme(person):
            return self.all()
        reads = any(membership.role in ROLES_REACHED[Reach.ACROSS] for membership in memberships(person))
        return self.filter(sent_at__isnull=False) if reads else self.none()


class RoundUp(models.Model):
    """What was tried most in a quarter, told by programme staff to companies and staff of all networks.

    The practice itself is read where it stands, by whoever may read it then: nothing of its words is copied here.
    """

    #: The first day of the quarter it is about.
    quarter = models.DateField(unique=True)
    title = models.CharField(_("Title"), max_length=120)
    intro = models.TextField(_("A few words first"), blank=True, validators=[MaxLengthValidator(FIELD_LIMIT)])
    made_at = models.DateTimeField(default=clock.now)
    #: Counts the changes: who saves over somebody else's words is told.
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)

    objects = RoundUpQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="round_up_has_a_title"),
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None) | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="a_sent_round_up_knows_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter:%Y-%m}"

    def words(self) -> str:
        """All of it as plain text, for a mail: with what is shared across at this moment, and nothing else."""
        told = [self.intro] if self.intro else []
        standing = self.items.filter(
            chosen=True,
            practice__topic__reach=Reach.ACROSS,
            practice__topic__removed_at=None,
            practice__topic__hidden_at=None,
        )
        for item in standing.select_related("practice__topic", "practice__company"):
            company = f" ({item.practice.company.name})" if item.practice.company else ""
            told.append("\n".join(filter(None, [item.practice.topic.title + company, item.line, item.practice.advice])))
        return "\n\n".join(told)


class RoundUpItem(models.Model):
    """A practice in a round-up, with the line that leads to it."""

    round_up = models.ForeignKey(RoundUp, models.CASCADE, related_name="items")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    line = models.CharField(_("Why one should read it"), max_length=LINE_LIMIT, blank=True)
    #: False where programme staff left it out.
    chosen = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round_up", "practice"], name="a_practice_stands_once_in_a_round_up"),
            models.UniqueConstraint(fields=["round_up", "position"], name="round_up_items_are_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.round_up_id}.{self.position}"
