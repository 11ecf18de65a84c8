"""What happens to reviews of access, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from community.access_review.models import AccessAnswer, AccessReview
from community.access_review.policy import has_answers_to_give
from community.activity.record import Activity
from community.membership.models import Membership
from community.people.models import Person
from community.roles import Role


@dataclass(frozen=True, kw_only=True)
class AccessReviewOpened(Activity):
    """A quarter begins: those who have something to answer are told."""

    kind: ClassVar[str] = "access_review_opened"
    review: AccessReview

    @property
    def subject(self) -> AccessReview:
        return self.review

    def recipients(self) -> Iterable[Person]:
        answer = Q(role=Role.PROGRAMME) | Q(role=Role.CONSULTANT, network=self.review.network_id)
        staff = Membership.objects.current().filter(answer)
        people = Person.objects.filter(pk__in=staff.values("person_id")).order_by("pk")
        return [person for person in people if has_answers_to_give(person, self.review)]

    def sentence(self) -> str:
        return gettext("A new quarter: who still belongs here, and who may what? Go through it one by one.")

    def url(self) -> str:
        return reverse("access_review", args=[self.review.pk])


@dataclass(frozen=True, kw_only=True)
class AccessReviewWaits(AccessReviewOpened):
    """Two weeks later something still waits."""

    kind: ClassVar[str] = "access_review_waits"

    def sentence(self) -> str:
        return gettext("The quarter's look at who belongs here is not finished.")


@dataclass(frozen=True, kw_only=True)
class AccessAnswered(Activity):
    """Somebody answered for one. Only written down."""

    kind: ClassVar[str] = "access_answered"
    answer: AccessAnswer

    @property
    def subject(self) -> AccessAnswer:
        return self.answer
