"""Who may do what with house rules: the youths of the group adopt them, and nobody votes in their place."""

from community.house_rules.models import HouseRules
from community.membership.models import Group, Membership, Network
from community.people.models import Person
from community.permissions import is_consultant_of, memberships
from community.roles import GroupKind, Role


def youth_of(person: Person, group_id: int) -> Membership | None:
    """The person's membership as a youth of the group now."""
    return next((m for m in memberships(person) if m.role == Role.YOUTH and m.group_id == group_id), None)


def can_propose_house_rules(person: Person, group: Group) -> bool:
    return group.kind == GroupKind.YOUTH_GROUP and youth_of(person, group.pk) is not None


def is_open(rules: HouseRules) -> bool:
    """A proposal that is neither adopted nor fallen."""
    return rules.proposed_by_id is not None and rules.adopted_at is None and rules.fell_at is None


def can_vote_on_house_rules(person: Person, rules: HouseRules) -> bool:
    return is_open(rules) and youth_of(person, rules.group_id) is not None


def can_take_back_house_rules(person: Person, rules: HouseRules) -> bool:
    """Its proposer, while it is open."""
    return is_open(rules) and any(m.pk == rules.proposed_by_id for m in memberships(person))


def can_change_general_rules(person: Person, network: Network) -> bool:
    """The network's consultants keep what holds where no group has rules of its own; never what a group adopts."""
    return is_consultant_of(person, network)
