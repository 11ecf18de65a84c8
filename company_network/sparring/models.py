"""Sparring: one question among companies, for a week. It is a topic; this row says how it stands.

What is over by the clock is a moment in the row (`open_until`, `archived_from`) that pages and policies compare with
the clock, so nothing depends on a job having run. The jobs only tell people (jobs.py).
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from company_network.companies.models import Company
from forums.topics.models import Post, Topic

if TYPE_CHECKING:
    from datetime import datetime

#: How long a question is open.
OPEN_FOR = timedelta(days=7)
#: How long after that its asker has to say what they did, and others still may answer, before it is archived.
ARCHIVED_AFTER = timedelta(days=3)
#: After so long without an answer it goes first in everybody's digest, and then to the consultants.
RAISED_AFTER = timedelta(days=2)
PASSED_ON_AFTER = timedelta(days=4)
#: Longest line on what was done, in characters.
OUTCOME_LIMIT = 300


def answers_of_others(topic: str) -> models.QuerySet[Post]:
    """Answers that stand and can be read, to a topic of an outer query, but its author's own: `topic` says where its
    key is found."""
    return Post.objects.filter(topic=OuterRef(topic), position__gt=0, removed_at=None, hidden_at=None).exclude(
        author=F("topic__author")
    )


class SparringQuerySet(models.QuerySet["Sparring"]):
    def visible_to(self, person: Person) -> "SparringQuerySet":
        """Those whose topic the person may read."""
        return self.filter(topic__in=Topic.objects.visible_to(person))

    def asked(self) -> "SparringQuerySet":
        """Whose question stands: not taken back by the one who asked."""
        story = Post.objects.filter(topic=OuterRef("pk"), position=0, removed_at=None)
        return self.filter(Exists(story), topic__removed_at=None)

    def taking_answers(self) -> "SparringQuerySet":
        return self.filter(archived_from__gt=clock.now())

    def archived(self) -> "SparringQuerySet":
        return self.filter(archived_from__lte=clock.now())

    def with_answered(self) -> "SparringQuerySet":
        """`answered` on each: whether somebody else than the asker has answered."""
        return self.annotate(answered=Exists(answers_of_others("pk")))


class Sparring(models.Model):
    topic = models.OneToOneField(Topic, models.CASCADE, primary_key=True, related_name="sparring")
    #: For which workplace it was asked; a representative who comes later may close it too.
    company = models.ForeignKey(Company, models.PROTECT, related_name="sparring", null=True, editable=False)
    open_until: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    #: From then on it takes no answers and stands in the archive: when it was closed, or some days after its week.
    archived_from: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()
    #: What they did, in one line, and when and by whom it was said first.
    outcome = models.CharField(_("What did you do?"), max_length=OUTCOME_LIMIT, blank=True)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    #: When the line was changed last; None where it never was.
    outcome_changed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    #: When the jobs told of it, each once.
    raised_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = SparringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="a_closed_sparring_says_what_was_done",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(archived_from__lte=F("closed_at")), name="a_closed_sparring_is_archived"
            ),
        ]
        indexes = [
            models.Index(fields=["-archived_from", "-topic"], name="sparring_by_archive"),
            models.Index(
                fields=["open_until"],
                condition=Q(closed_at=None, reminded_at=None),
                name="sparring_to_be_reminded_of",
            ),
        ]

    def __str__(self) -> str:
        return str(self.topic_id)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_archived(self) -> bool:
        return self.archived_from <= clock.now()

    @property
    def days_left(self) -> int:
        """Days that it is open yet, a begun one counted; 0 when its week is over."""
        return max(-((clock.now() - self.open_until) // timedelta(days=1)), 0)
