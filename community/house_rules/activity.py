"""What happens to house rules, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.house_rules.models import HouseRules
from community.membership.models import Membership, Network
from community.people.models import Person
from community.roles import Role


def key_of(group_id: int) -> str:
    return f"house_rules:{group_id}"


@dataclass(frozen=True, kw_only=True)
class HouseRulesChanged(Activity):
    """Somebody answered, or a proposal fell or was taken back: open pages show it, and nobody is notified."""

    kind: ClassVar[str] = "house_rules_changed"
    rules: HouseRules

    @property
    def subject(self) -> models.Model:
        return self.rules

    def url(self) -> str:
        return reverse("house_rules", args=[self.rules.group_id])

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.rules.group_id),)

    def youths(self) -> Iterable[Person]:
        present = Membership.objects.current().filter(group=self.rules.group_id, role=Role.YOUTH)
        return Person.objects.filter(pk__in=present.values("person_id"))


@dataclass(frozen=True, kw_only=True)
class GeneralRulesChanged(Activity):
    """The network's general rules are others from now on. They stand on a page for everybody there."""

    kind: ClassVar[str] = "general_rules_changed"
    network: Network

    @property
    def subject(self) -> models.Model:
        return self.network


@dataclass(frozen=True, kw_only=True)
class HouseRulesProposed(HouseRulesChanged):
    """The group's youths are asked for their yes or no."""

    kind: ClassVar[str] = "house_rules_proposed"

    def recipients(self) -> Iterable[Person]:
        return self.youths()

    def sentence(self) -> str:
        by = self.rules.proposed_by
        return gettext("%(name)s proposes new house rules. What do you say?") % {
            "name": by.person.display_name if by else ""
        }


@dataclass(frozen=True, kw_only=True)
class HouseRulesAdopted(HouseRulesChanged):
    """More than half of the youths said yes: the group hears of it."""

    kind: ClassVar[str] = "house_rules_adopted"

    def recipients(self) -> Iterable[Person]:
        return self.youths()

    def sentence(self) -> str:
        return gettext("Your group has adopted new house rules.")
