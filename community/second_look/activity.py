"""What happens to the lot of a month, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.membership.models import Membership
from community.people.models import Person
from community.roles import TEAM_ROLES, Role
from community.second_look.models import Look, LookRound


def eyes_of(round_: LookRound) -> "list[Person]":
    """Everybody who could look at something of the round that waits: asked one by one, since they are few."""
    staff = Membership.objects.current().filter(network=round_.network_id, role__in=TEAM_ROLES)
    programme = Membership.objects.current().filter(role=Role.PROGRAMME)
    people = Person.objects.filter(Q(pk__in=staff.values("person_id")) | Q(pk__in=programme.values("person_id")))
    return [
        person
        for person in people.order_by("pk")
        if Look.objects.visible_to(person).waiting().filter(round=round_).exists()
    ]


@dataclass(frozen=True, kw_only=True)
class LooksDrawn(Activity):
    """The month's lot was drawn: whoever can look at something of it is told."""

    kind: ClassVar[str] = "looks_drawn"
    round: LookRound

    @property
    def subject(self) -> LookRound:
        return self.round

    def recipients(self) -> Iterable[Person]:
        return eyes_of(self.round)

    def sentence(self) -> str:
        return gettext("Some of what colleagues opened last month waits for your eyes.")

    def url(self) -> str:
        return reverse("second_look", args=[self.round.pk])


@dataclass(frozen=True, kw_only=True)
class LooksWait(LooksDrawn):
    """Two weeks later some of it still waits."""

    kind: ClassVar[str] = "looks_wait"

    def sentence(self) -> str:
        return gettext("What colleagues opened still waits for a second pair of eyes. It takes a few minutes.")


@dataclass(frozen=True, kw_only=True)
class CloserLookWanted(Activity):
    """Somebody found that a reading wants a closer look: the network's other staff are told, but whose reading it is;
    where there are none, programme staff."""

    kind: ClassVar[str] = "closer_look_wanted"
    look: Look

    @property
    def subject(self) -> Look:
        return self.look

    def recipients(self) -> Iterable[Person]:
        about = [self.look.entry.actor_id or 0, self.look.entry.about_id or 0, self.look.looked_by_id or 0]
        staff = Membership.objects.current().filter(network=self.look.round.network_id, role__in=TEAM_ROLES)
        others = Person.objects.filter(pk__in=staff.values("person_id")).exclude(pk__in=about)
        if others.exists():
            return others
        programme = Membership.objects.current().filter(role=Role.PROGRAMME)
        return Person.objects.filter(pk__in=programme.values("person_id")).exclude(pk__in=about)

    def sentence(self) -> str:
        return gettext("Somebody asks for a closer look at what a colleague opened.")

    def url(self) -> str:
        return reverse("second_look", args=[self.look.round_id])
