"""What can be said about a proposal of house rules, and what a consultant can do with one.

Rules that a group has adopted are its own: something can be said about them, and nobody takes them away.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import clock, live
from community.asides.models import Aside
from community.asides.operations import is_put_aside
from community.house_rules.activity import key_of
from community.house_rules.models import HouseRules
from community.house_rules.policy import is_open
from community.membership.models import Group
from community.people.models import Person
from community.permissions import memberships
from community.roles import Role
from community.spaces.models import Space
from community.subjects import Care, SubjectKind, in_its_network

NAME = "house_rules"


def _visible_to(person: Person) -> "QuerySet[HouseRules]":
    """What stands on the page; of a proposal that fell its proposer and the network's consultants."""
    consulted = [m.network_id for m in memberships(person) if m.role == Role.CONSULTANT and m.network_id]
    stands = Q(fell_at=None) | Q(proposed_by__person=person.pk) | Q(group__network__in=consulted)
    return HouseRules.objects.visible_to(person).filter(stands)


def _author(rules: HouseRules) -> Person | None:
    return rules.proposed_by.person if rules.proposed_by else None


def _space(rules: HouseRules) -> Space:
    return rules.group.space


def _passages(rules: HouseRules) -> list[tuple[str, str]]:
    return [("", "\n".join(rules.lines.values_list("text", flat=True)))]


def _by(person: Person, network_id: int, since: datetime) -> "QuerySet[HouseRules]":
    proposed = HouseRules.objects.filter(proposed_by__person=person, group__network=network_id, proposed_at__gte=since)
    return proposed.filter(adopted_at=None, fell_at=None)


def _hide(pk: int, hidden: bool) -> None:
    """Take an open proposal off the page as if it had fallen, so that nobody votes on it meanwhile; or put it back to
    the vote, where no other one is open."""
    rules = HouseRules.objects.get(pk=pk)
    Group.objects.select_for_update().get(pk=rules.group_id)
    rules.refresh_from_db()
    aside = Aside.objects.filter(subject_type=NAME, subject_id=pk).first()
    if (aside is not None) == hidden:
        return
    if aside is None:
        Aside.objects.create(subject_type=NAME, subject_id=pk, values={})
        rules.fell_at = clock.now()
    else:
        aside.delete()
        open_ = HouseRules.objects.filter(group=rules.group_id, adopted_at=None, fell_at=None)
        if open_.filter(proposed_by__isnull=False).exists():
            return
        rules.fell_at = None
    rules.save(update_fields=["fell_at"])
    transaction.on_commit(lambda: live.announce([key_of(rules.group_id)]))


HOUSE_RULES = SubjectKind(
    name=NAME,
    model=HouseRules,
    visible_to=_visible_to,
    author=_author,
    space=_space,
    url=lambda rules: reverse("house_rules", args=[rules.group_id]),
    words=lambda rules: _passages(rules)[0][1],
    live_keys=lambda rules: (key_of(rules.group_id),),
    select_related=("proposed_by__person", "group__space", "group__network"),
    care=Care(
        noun=_("a proposal of house rules"),
        network=in_its_network(_space),
        passages=_passages,
        hide=_hide,
        may_hide=lambda rules: is_open(rules) or is_put_aside(NAME, rules.pk),
        is_hidden=lambda rules: is_put_aside(NAME, rules.pk),
        by=_by,
    ),
)
