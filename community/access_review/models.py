"""Every quarter somebody goes through who belongs and who may what, one by one (trust.md G3): is it still right? What
was answered, by whom and when, is kept and never changed (migration `answers_of_reviews_stand`)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Membership, Network
from community.people.models import Person
from community.roles import Role


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    def visible_to(self, person: Person) -> "AccessReviewQuerySet":
        """A network's: its consultants, and programme staff, who answer for consultants. The programme's own: its
        staff."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        held = person.current_memberships()
        if any(m.role == Role.PROGRAMME for m in held):
            return self.all()
        return self.filter(network__in=[m.network_id for m in held if m.role == Role.CONSULTANT])


class AccessReview(models.Model):
    #: None: the programme's own staff, and who edits the public site.
    network = models.ForeignKey(Network, models.PROTECT, related_name="access_reviews", null=True)
    #: The first day of the quarter.
    quarter = models.DateField()
    opened_at = models.DateTimeField(default=clock.now)
    #: When those who had not answered were reminded.
    reminded_at = models.DateTimeField(null=True)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["network", "quarter"], name="a_network_is_reviewed_once_a_quarter"),
            models.UniqueConstraint(
                fields=["quarter"], condition=Q(network=None), name="the_programme_is_reviewed_once_a_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id} {self.quarter:%Y-%m}"


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("Still right")
    ENDED = "ended", _("Ended")


class AccessAnswerQuerySet(models.QuerySet["AccessAnswer"]):
    def update(self, **values: Any) -> int:
        raise TypeError("What was answered in a review stands.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What was answered in a review stands.")


class AccessAnswer(models.Model):
    """About one membership, or about one person's right to edit the public site."""

    review = models.ForeignKey(AccessReview, models.PROTECT, related_name="answers")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    editor = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = AccessAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "membership"], name="a_membership_is_answered_for_once"),
            models.UniqueConstraint(fields=["review", "editor"], name="an_editor_is_answered_for_once"),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, editor=None) | Q(membership=None, editor__isnull=False),
                name="an_answer_is_about_a_membership_or_an_editor",
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="access_verdict_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.verdict}"
