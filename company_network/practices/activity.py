"""What happens to practice, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.membership.models import Membership
from community.people.models import Person
from community.roles import STAFF_ROLES, Role, SpaceKind
from company_network.companies.audience import companies_told
from company_network.companies.models import Representative
from company_network.practices.models import RoundUp, TriedHere
from forums.topics.activity import TopicPosted
from forums.topics.models import Topic


@dataclass(frozen=True, kw_only=True)
class PracticePosted(TopicPosted):
    """A workplace or a team shared what it tried; those who follow the board are told, and in the company space all the
    other companies, in their digest. Open lists show it."""

    kind: ClassVar[str] = "practice_posted"

    def recipients(self) -> Iterable[Person]:
        told = {person.pk: person for person in super().recipients()}
        if self.post.topic.board.space.kind == SpaceKind.COMPANY:
            told |= {person.pk: person for person in companies_told(self.post)}
        return told.values()

    def sentence(self) -> str:
        return gettext("%(name)s shared good practice: “%(topic)s”.") % {
            "name": self.post.author.display_name,
            "topic": self.post.topic.title,
        }


@dataclass(frozen=True, kw_only=True)
class ReachSet(Activity):
    """It is read further, or less far, than before. Nobody is called; open pages find out whether they may go on."""

    kind: ClassVar[str] = "practice_reach_set"
    topic: Topic

    @property
    def subject(self) -> Topic:
        return self.topic

    def live_keys(self) -> Iterable[str]:
        return (f"topic:{self.topic.pk}", f"board:{self.topic.board_id}")


@dataclass(frozen=True, kw_only=True)
class PracticeTried(Activity):
    """Another workplace tried it: its author is told, and when the author has left, those who speak for the company."""

    kind: ClassVar[str] = "practice_tried"
    tried: TriedHere

    @property
    def subject(self) -> TriedHere:
        return self.tried

    def recipients(self) -> Iterable[Person]:
        practice = self.tried.practice
        author, readers = practice.topic.author_id, practice.topic.readers()
        told = readers.filter(pk=author)
        if not told.exists() and practice.company_id:
            speak = Representative.objects.current().filter(company=practice.company_id)
            told = readers.filter(pk__in=speak.values("membership__person_id"))
        return told

    def sentence(self) -> str:
        return gettext("%(company)s has tried “%(topic)s”.") % {
            "company": self.tried.company.name,
            "topic": self.tried.practice.topic.title,
        }

    def url(self) -> str:
        return reverse("topic", args=[self.tried.practice_id]) + "#tried"

    def live_keys(self) -> Iterable[str]:
        return (f"practice:{self.tried.practice_id}",)


@dataclass(frozen=True, kw_only=True)
class TryChanged(Activity):
    """The line was changed, taken back or said again: open pages show it, nobody is told."""

    kind: ClassVar[str] = "practice_try_changed"
    tried: TriedHere

    @property
    def subject(self) -> TriedHere:
        return self.tried

    def live_keys(self) -> Iterable[str]:
        return (f"practice:{self.tried.practice_id}",)


@dataclass(frozen=True, kw_only=True)
class RoundUpDrafted(Activity):
    """The quarter's draft is made: programme staff are told."""

    kind: ClassVar[str] = "round_up_drafted"
    round_up: RoundUp

    @property
    def subject(self) -> RoundUp:
        return self.round_up

    def recipients(self) -> Iterable[Person]:
        staff = Membership.objects.current().filter(role=Role.PROGRAMME)
        return Person.objects.filter(pk__in=staff.values("person_id"))

    def sentence(self) -> str:
        return gettext("The draft of the quarter's practice round-up is ready to edit and send.")

    def url(self) -> str:
        return reverse("edit_round_up", args=[self.round_up.pk])


@dataclass(frozen=True, kw_only=True)
class RoundUpEdited(Activity):
    kind: ClassVar[str] = "round_up_edited"
    round_up: RoundUp

    @property
    def subject(self) -> RoundUp:
        return self.round_up


@dataclass(frozen=True, kw_only=True)
class RoundUpSent(Activity):
    """The round-up goes to everybody in companies and teams."""

    kind: ClassVar[str] = "round_up_sent"
    round_up: RoundUp

    @property
    def subject(self) -> RoundUp:
        return self.round_up

    def recipients(self) -> Iterable[Person]:
        return round_up_readers().exclude(pk=self.round_up.sent_by_id or 0)

    def sentence(self) -> str:
        return gettext("What was tried most: “%(title)s”.") % {"title": self.round_up.title}

    def url(self) -> str:
        return reverse("round_up", args=[self.round_up.pk])


def round_up_readers() -> QuerySet[Person]:
    """Companies and staff of all networks."""
    reached = Membership.objects.current().filter(Q(role__in=STAFF_ROLES) | Q(role=Role.COMPANY))
    return Person.objects.filter(pk__in=reached.values("person_id"))
