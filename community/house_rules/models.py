"""House rules: what a group promises each other. Versioned; a version comes into force by the youths' own vote."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Group, Membership, Network
from community.people.models import Person
from community.spaces.models import Space


class HouseRulesQuerySet(models.QuerySet["HouseRules"]):
    def visible_to(self, person: Person) -> "HouseRulesQuerySet":
        """Rules of the groups whose space the person sees."""
        return self.filter(group__in=Space.objects.visible_to(person).filter(group__isnull=False).values("group_id"))


class HouseRules(models.Model):
    """One version of a group's house rules. Its rules never change; a change is a new version.

    The version in force is the last adopted one; before the first vote it is version 1, which every group begins with.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="house_rules")
    version = models.PositiveIntegerField()
    #: Nobody for the version a group begins with.
    proposed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    proposed_at = models.DateTimeField(default=clock.now)
    #: When more than half of the group's youths had said yes.
    adopted_at = models.DateTimeField(null=True)
    #: When the proposal fell: taken back by its proposer, or half of the youths had said no.
    fell_at = models.DateTimeField(null=True)

    objects = HouseRulesQuerySet.as_manager()

    class Meta:
        ordering = ["group", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="house_rules_version_once"),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(adopted_at=None, fell_at=None, proposed_by__isnull=False),
                name="one_proposal_of_rules_at_a_time",
            ),
            models.CheckConstraint(condition=Q(adopted_at=None) | Q(fell_at=None), name="rules_adopted_or_fallen"),
        ]

    def __str__(self) -> str:
        return f"house rules {self.group_id}.{self.version}"


class HouseRule(models.Model):
    rules = models.ForeignKey(HouseRules, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Rule"), max_length=300)

    class Meta:
        ordering = ["rules", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "position"], name="one_rule_per_position"),
            models.CheckConstraint(condition=~Q(text=""), name="a_rule_has_words"),
        ]

    def __str__(self) -> str:
        return self.text


class HouseRulesVote(models.Model):
    """A youth's yes or no. Only a youth of the group can hold one: triggers see to it."""

    rules = models.ForeignKey(HouseRules, models.CASCADE, related_name="votes")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    yes = models.BooleanField()
    cast_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rules", "membership"], name="one_vote_on_rules_per_youth")]

    def __str__(self) -> str:
        return f"vote on {self.rules_id}"


class GeneralRuleQuerySet(models.QuerySet["GeneralRule"]):
    def holding(self) -> "GeneralRuleQuerySet":
        return self.filter(retired_at=None)


class GeneralRule(models.Model):
    """What holds where no group has adopted rules of its own: in the network's forum, among companies and in the team.

    A rule's words never change, since deeds are held by them: another one takes its place.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="general_rules")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Rule"), max_length=300)
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    objects = GeneralRuleQuerySet.as_manager()

    class Meta:
        ordering = ["network", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "position"], condition=Q(retired_at=None), name="one_general_rule_per_position"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_general_rule_has_words"),
        ]

    def __str__(self) -> str:
        return self.text
