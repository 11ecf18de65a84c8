"""Saying how a network looks after its people, and whom that calls at a moment."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from community.activity.record import record
from community.care_rules.activity import CareRulesChanged
from community.care_rules.models import MOST_FIRST_POSTS, CareRules
from community.care_rules.policy import (
    ONLY_CONSULTANT,
    can_change_care_rules,
    can_choose_deputy,
    may_be_called,
    may_be_deputy,
)
from community.chat.hours import hosts_now
from community.membership.models import Membership, Network
from community.people.models import Person
from community.permissions import require
from community.roles import TEAM_ROLES, Role

#: Called with the network whose rules changed, in the transaction: what waits for a deputy goes to them.
after_changing: list[Callable[[CareRules], object]] = []

#: The rungs of the ladder: who is called first, the second person, and whoever is on call.
FIRST, SECOND, ON_CALL = 0, 1, 2


@transaction.atomic
def change_care_rules(
    *,
    actor: Person,
    network: Network,
    first: Person | None,
    second: Person | None,
    on_call: Person | None,
    deputy: Person | None,
    first_posts: int,
    hints: str,
) -> CareRules:
    """Say whom a worry calls, who judges where nobody here may, and what waits to be seen. Cases that wait for a deputy
    go to the one who is named. Nobody is notified.

    Raises Refused for anybody but the network's consultants and programme staff, for somebody to be called who is not
    of the network's staff, for a deputy who is, and for the only consultant who takes the deputy's place from them.
    """
    require(can_change_care_rules(actor, network), _("Only the network's consultants decide about that."))
    for person in (first, second, on_call):
        require(person is None or may_be_called(person, network), _("Choose somebody of the team."))
    require(deputy is None or may_be_deputy(deputy, network), _("A deputy is a consultant of another network."))
    standing = deputy_of(network.pk)
    changes = deputy != standing
    require(not changes or can_choose_deputy(actor, network, standing), ONLY_CONSULTANT)
    require(0 <= first_posts <= MOST_FIRST_POSTS)
    rules, _new = CareRules.objects.update_or_create(
        network=network,
        defaults={
            "first": first,
            "second": second,
            "on_call": on_call,
            "deputy": deputy,
            "first_posts": first_posts,
            "hints": hints,
        },
    )
    for follow_up in after_changing:
        follow_up(rules)
    record(CareRulesChanged(actor=actor, network=network))
    return rules


def deputy_of(network_id: int, *without: int | None) -> Person | None:
    """The network's deputy, where they may still be one and are nobody of these."""
    deputy = CareRules.of(network_id).deputy
    if deputy is None or deputy.pk in without or not may_be_deputy(deputy, network_id):
        return None
    return deputy


def is_staffed(network_id: int) -> bool:
    """Whether somebody of the network's staff reads along now, as its rooms say."""
    return bool(hosts_now(network_id))


def consultants_of(network_id: int, *, without: int | None = None) -> "list[Person]":
    """The network's consultants now, but this person."""
    held = Membership.objects.current().filter(network=network_id, role=Role.CONSULTANT).exclude(person=without)
    return [one.person for one in held.select_related("person").order_by("person_id")]


def whom_to_call(network_id: int, step: int, *, without: int | None = None) -> list[Person]:
    """Whom a worry calls on this rung, from those of the network's staff who are there now, but this person.

    First who is named, or else the consultants who read along now, or else all; then the second person with them, or
    else all consultants and psychologists; then whoever is on call with all of these.
    """
    held = Membership.objects.current().filter(network=network_id, role__in=TEAM_ROLES).exclude(person=without)
    staff = {one.person_id: one for one in held.select_related("person").order_by("person_id")}
    consultants = [pk for pk, one in staff.items() if one.role == Role.CONSULTANT]
    rules = CareRules.of(network_id)

    def named(pk: int | None) -> list[int]:
        return [pk] if pk in staff else []

    at_first = named(rules.first_id) or [pk for pk in hosts_now(network_id) if pk in consultants] or consultants
    if step == FIRST:
        called = at_first or list(staff)
    elif step == SECOND:
        called = [*at_first, *(named(rules.second_id) or staff)]
    else:
        called = [*named(rules.on_call_id), *staff]
    return [staff[pk].person for pk in dict.fromkeys(called)]
