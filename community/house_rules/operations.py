"""Proposing and adopting house rules."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import Activity, record
from community.house_rules.activity import (
    GeneralRulesChanged,
    HouseRulesAdopted,
    HouseRulesChanged,
    HouseRulesProposed,
)
from community.house_rules.models import GeneralRule, HouseRule, HouseRules, HouseRulesVote
from community.house_rules.policy import (
    can_change_general_rules,
    can_propose_house_rules,
    can_take_back_house_rules,
    can_vote_on_house_rules,
    youth_of,
)
from community.house_rules.starter import GENERAL, STARTER
from community.membership.models import Group, Membership, Network
from community.people.models import Person
from community.permissions import require
from community.roles import Role, SpaceKind
from community.spaces.models import Space

#: Activities after which somebody is no longer in the group they were in.
LEAVINGS = ("membership_ended", "youth_moved")
#: As many as one can keep in mind, and as long as fits on a door.
MOST_RULES, LONGEST_RULE = 12, 300


def plant_house_rules(space: Space) -> None:
    """Give a new youth group the rules that every group begins with, and a new network its general ones. Called when
    a space opens; the youths' forum is the network's first."""
    if space.kind == SpaceKind.YOUTH_FORUM:
        for position, text in enumerate(GENERAL, 1):
            GeneralRule.objects.get_or_create(
                network=space.network, position=position, retired_at=None, defaults={"text": text}
            )
    if space.kind == SpaceKind.YOUTH_GROUP and space.group is not None:
        rules, made = HouseRules.objects.get_or_create(group=space.group, version=1)
        if made:
            _write(rules, STARTER)


def in_force(group: Group) -> HouseRules:
    """The version that holds now: the last adopted, or the one the group began with."""
    adopted = HouseRules.objects.filter(group=group, adopted_at__isnull=False).order_by("-version").first()
    return adopted or HouseRules.objects.get(group=group, version=1)


def rules_to_cite(group: Group) -> "QuerySet[HouseRule]":
    """The rules that a deed of the team can be held by."""
    return HouseRule.objects.filter(rules=in_force(group))


def rules_of_a_place(network_id: int, space: Space | None) -> "list[HouseRule | GeneralRule]":
    """The rules that a deed about something in this space can be held by: the group's own where it has adopted some,
    and always the network's general ones."""
    rules: list[HouseRule | GeneralRule] = []
    if space is not None and space.kind == SpaceKind.YOUTH_GROUP and space.group is not None:
        rules += rules_to_cite(space.group)
    said = {rule.text for rule in rules}
    general = GeneralRule.objects.holding().filter(network=network_id)
    return [*rules, *(rule for rule in general if rule.text not in said)]


@transaction.atomic
def change_general_rules(*, actor: Person, network: Network, lines: Sequence[str]) -> None:
    """Let other general rules hold in the network from now on. What was done by the old ones keeps their words.

    Nobody is notified. Raises Refused for anybody but the network's consultants, and outside 1 to 12 rules of at most
    300 characters.
    """
    network = Network.objects.select_for_update(no_key=True).get(pk=network.pk)
    require(can_change_general_rules(actor, network), _("Only the network's consultants decide about that."))
    require(0 < len(lines) <= MOST_RULES, _("Between one and twelve rules."))
    require(all(line.strip() and len(line) <= LONGEST_RULE for line in lines), _("A rule is one line."))
    holding = {rule.text: rule for rule in GeneralRule.objects.holding().filter(network=network)}
    if list(holding) == list(lines):
        return
    # A rule that stays keeps its row, since deeds are held by it; its place is taken from it first.
    GeneralRule.objects.holding().filter(network=network).update(retired_at=clock.now())
    for position, text in enumerate(dict.fromkeys(lines), 1):
        if rule := holding.get(text):
            GeneralRule.objects.filter(pk=rule.pk).update(retired_at=None, position=position)
        else:
            GeneralRule.objects.create(network=network, position=position, text=text)
    record(GeneralRulesChanged(actor=actor, network=network))


@transaction.atomic
def propose_house_rules(*, actor: Person, group: Group, lines: Sequence[str]) -> HouseRules:
    """Propose a new version; its proposer's yes is cast with it. The group's youths are asked for theirs.

    Raises Refused for anybody but the group's youths, while another proposal is open, and outside 1 to 12 rules of at
    most 300 characters.
    """
    require(can_propose_house_rules(actor, group), _("The house rules belong to the youths of the group."))
    require(0 < len(lines) <= MOST_RULES, _("Between one and twelve rules."))
    require(all(line.strip() and len(line) <= LONGEST_RULE for line in lines), _("A rule is one line."))
    group = Group.objects.select_for_update().get(pk=group.pk)
    standing = HouseRules.objects.filter(group=group, adopted_at=None, fell_at=None, proposed_by__isnull=False)
    require(not standing.exists(), _("A proposal is being voted on already. Take that one first."))
    version = HouseRules.objects.filter(group=group).aggregate(last=Max("version"))["last"] or 0
    rules = HouseRules.objects.create(group=group, version=version + 1, proposed_by=youth_of(actor, group.pk))
    _write(rules, lines)
    record(HouseRulesProposed(actor=actor, rules=rules))
    _vote(actor, rules, yes=True)
    return rules


@transaction.atomic
def vote_on_house_rules(*, actor: Person, rules: HouseRules, yes: bool) -> HouseRules:
    """Say yes or no to a proposal; it can be changed while it is open. Nobody learns who said what.

    When more than half of the group's youths say yes it is adopted at once and they hear of it; when so many say no
    that no majority is left it falls, and nobody is notified. Raises Refused for anybody but the group's youths.
    """
    Group.objects.select_for_update().get(pk=rules.group_id)
    rules = HouseRules.objects.select_related("group", "proposed_by__person").get(pk=rules.pk)
    require(can_vote_on_house_rules(actor, rules), _("Only the youths of the group vote on it, while it is open."))
    _vote(actor, rules, yes=yes)
    return rules


@transaction.atomic
def recount_house_rules(group_id: int) -> None:
    """Count an open proposal again among those who are there now. Called when a youth has left the group.

    A proposal whose proposer left has nobody who stands by it: it falls.
    """
    Group.objects.select_for_update().get(pk=group_id)
    standing = HouseRules.objects.filter(group=group_id, adopted_at=None, fell_at=None, proposed_by__isnull=False)
    for rules in standing.select_related("group", "proposed_by"):
        if rules.proposed_by is None or rules.proposed_by.ended_at is not None:
            _fall(rules)
        else:
            _count(rules)


def recount_after_leaving(activity: Activity) -> None:
    """Listener of the activity record: somebody's place in a group has ended or moved."""
    membership = getattr(activity, "membership", None)
    if activity.kind in LEAVINGS and membership is not None:
        left = membership.person.memberships.filter(role=Role.YOUTH, ended_at__isnull=False, group__isnull=False)
        for group_id in left.values_list("group", flat=True).distinct():
            recount_house_rules(group_id)


@transaction.atomic
def take_back_house_rules(*, actor: Person, rules: HouseRules) -> None:
    """Take one's open proposal back. Open pages show it. Raises Refused for anybody but its proposer."""
    Group.objects.select_for_update().get(pk=rules.group_id)
    rules = HouseRules.objects.get(pk=rules.pk)
    require(can_take_back_house_rules(actor, rules), _("Only the one who proposed it can take it back."))
    _fall(rules)


def _vote(actor: Person, rules: HouseRules, *, yes: bool) -> None:
    youth = youth_of(actor, rules.group_id)
    HouseRulesVote.objects.filter(rules=rules, membership=youth).delete()
    HouseRulesVote.objects.create(rules=rules, membership=youth, yes=yes)  # type: ignore[misc]
    _count(rules)


def answers_to(rules: HouseRules) -> "QuerySet[HouseRulesVote]":
    """The votes of those who are in the group now."""
    present = Membership.objects.current().filter(group=rules.group_id, role=Role.YOUTH)
    return HouseRulesVote.objects.filter(rules=rules, membership__in=present.values("pk"))


def _count(rules: HouseRules) -> None:
    present = Membership.objects.current().filter(group=rules.group_id, role=Role.YOUTH)
    youths, votes = present.count(), answers_to(rules)
    if votes.filter(yes=True).count() * 2 > youths:
        rules.adopted_at = clock.now()
        rules.save(update_fields=["adopted_at"])
        record(HouseRulesAdopted(actor=None, rules=rules))
    elif (youths - votes.filter(yes=False).count()) * 2 <= youths:
        _fall(rules)
    else:
        record(HouseRulesChanged(actor=None, rules=rules))


def _fall(rules: HouseRules) -> None:
    rules.fell_at = clock.now()
    rules.save(update_fields=["fell_at"])
    record(HouseRulesChanged(actor=None, rules=rules))


def _write(rules: HouseRules, lines: Sequence[str]) -> None:
    HouseRule.objects.bulk_create(
        HouseRule(rules=rules, position=position, text=text) for position, text in enumerate(lines, 1)
    )
