"""Founding networks, making groups, and the beginning, moving and ending of memberships."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from community import clock, plain_text
from community.activity.record import record
from community.membership.activity import (
    GroupMade,
    InvitationRevoked,
    MembershipBegun,
    MembershipEnded,
    NetworkFounded,
    YouthMoved,
)
from community.membership.models import Group, Invitation, Membership, Network
from community.membership.policy import can_end_membership, can_found_network, can_make_group, can_move_youth
from community.people.models import AccessEnding, Person
from community.people.operations import end_access, forget_ways_in
from community.permissions import require
from community.roles import GroupKind, Role

#: Called with (network, group or None) when either is new, in its transaction: spaces register here.
groundwork: list[Callable[[Network, Group | None], object]] = []


@transaction.atomic
def found_network(*, actor: Person, name: str, municipality: str) -> Network:
    """Found a municipality's network with its team, its company network and its youths' forum.

    Nobody is told: the first consultant is invited next. Raises Refused for anybody but programme staff.
    """
    require(can_found_network(actor), _("Only programme staff found networks."))
    network = Network.objects.create(name=name, municipality=municipality)
    for prepare in groundwork:
        prepare(network, None)
    # The names are stored and read by all: they are in the house's language, whoever founds.
    with translation.override(settings.LANGUAGE_CODE):
        team, companies = _("The team in %(place)s"), _("The company network in %(place)s")
    _lay_group(network=network, kind=GroupKind.TEAM, name=team % {"place": municipality})
    _lay_group(network=network, kind=GroupKind.COMPANY_NETWORK, name=companies % {"place": municipality})
    record(NetworkFounded(actor=actor, network=network))
    return network


@transaction.atomic
def make_group(*, actor: Person, network: Network, name: str) -> Group:
    """Make a youth group with its own board and chat room. Raises Refused for anybody but the network's consultants."""
    require(can_make_group(actor, network), _("Only the network's consultants make groups."))
    group = _lay_group(network=network, kind=GroupKind.YOUTH_GROUP, name=name)
    record(GroupMade(actor=actor, group=group))
    return group


def _lay_group(*, network: Network, kind: GroupKind, name: str) -> Group:
    # A name made of the municipality's is longer than that, and the column is as wide for both.
    name = plain_text.shorten(name, Group._meta.get_field("name").max_length or 0)
    group = Group.objects.create(network=network, kind=kind, name=name)
    for prepare in groundwork:
        prepare(network, group)
    return group


@transaction.atomic
def begin_membership(
    *, actor: Person | None, person: Person, role: str, group: Group | None = None, title: str = ""
) -> Membership:
    """Give a person their place: in the group's network, or nowhere in particular for programme staff.

    The way in is an accepted invitation (or the demo); callers have asked its policy. The database refuses a second
    present membership in the same network and a group that does not fit the role.
    """
    membership = Membership.objects.create(
        person=person,
        network=group.network if group else None,
        group=group,
        role=role,
        title=title,
        began_at=clock.now(),
    )
    person.forget_memberships()
    record(MembershipBegun(actor=actor or person, membership=membership))
    return membership


@transaction.atomic
def end_membership(*, actor: Person, membership: Membership) -> Membership:
    """End it now: reading, mail and open sockets end with it, at once. What the person wrote stays.

    Ending what has ended changes nothing. Raises Refused for those who may not.
    """
    membership = Membership.objects.select_for_update().select_related("person").get(pk=membership.pk)
    require(can_end_membership(actor, membership), _("You cannot end this membership."))
    if membership.ended_at is None:
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])
        actor.forget_memberships()
        end_access(membership.person, AccessEnding.Reason.MEMBERSHIP_ENDED)
        record(MembershipEnded(actor=actor, membership=membership))
        if membership.role in (Role.CONSULTANT, Role.PROGRAMME):
            # Doors that somebody opened do not stay open behind them.
            left_open = Invitation.objects.open().filter(made_by=membership.person, network=membership.network)
            for invitation in left_open:
                _take_back(actor=actor, invitation=invitation)
    return membership


def _take_back(*, actor: Person, invitation: Invitation) -> None:
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    record(InvitationRevoked(actor=actor, invitation=invitation))


@transaction.atomic
def move_youth(*, actor: Person, membership: Membership, group: Group) -> Membership:
    """Move a youth to another youth group of the network: the old membership ends and a new one begins.

    The youth's sockets close and come back with the new group's rooms. Raises Refused for anybody but the network's
    consultants, and when the group is no youth group of that network.
    """
    membership = Membership.objects.select_for_update().select_related("person").get(pk=membership.pk)
    require(can_move_youth(actor, membership, group), _("The youth cannot be moved to that group."))
    if membership.group_id == group.pk:
        return membership
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    end_access(membership.person, AccessEnding.Reason.MEMBERSHIP_ENDED)
    moved = Membership.objects.create(
        person=membership.person,
        network=group.network,
        group=group,
        role=Role.YOUTH,
        title=membership.title,
        began_at=membership.ended_at,
        # Another group is no way around a pause.
        paused_until=membership.paused_until,
    )
    record(YouthMoved(actor=actor, membership=moved))
    return moved


@transaction.atomic
def deactivate_person(*, actor: Person, person: Person) -> Person:
    """Close an account: every membership, session and socket ends. What was written stays, signed by the name.

    Raises Refused unless it is the person's own account or the actor is a superuser.
    """
    require(actor.pk == person.pk or actor.is_superuser, _("You can only close your own account."))
    person = Person.objects.select_for_update().get(pk=person.pk)
    for membership in person.memberships.filter(ended_at=None):
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])
        record(MembershipEnded(actor=actor, membership=membership))
    for invitation in Invitation.objects.open().filter(made_by=person):
        _take_back(actor=actor, invitation=invitation)
    forget_ways_in(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_access(person, AccessEnding.Reason.DEACTIVATED)
    return person
