"""Who may found networks, make groups, invite, move and end. Reads as sentences; no side effects."""

from community.membership.models import Group, Invitation, Membership, Network
from community.people.models import Person
from community.permissions import has_role, is_consultant_of, is_programme
from community.roles import GROUP_KIND_OF_ROLE, GroupKind, Role


def can_found_network(person: Person) -> bool:
    """Programme staff found networks."""
    return is_programme(person)


def can_make_group(person: Person, network: Network) -> bool:
    """Consultants of the network; programme staff for a network that has no consultant yet."""
    return is_consultant_of(person, network)


def can_see_members(person: Person, network: Network) -> bool:
    return is_consultant_of(person, network)


def can_invite(person: Person, network: Network | None, role: str, group: Group | None) -> bool:
    """Consultants invite youths, companies and team into their own network; programme staff invite consultants to
    any network, and programme staff. Nobody hands out a role they could not answer for."""
    if role == Role.PROGRAMME:
        return network is None and group is None and is_programme(person)
    if network is None or group is None or group.network_id != network.pk:
        return False
    if group.kind != GROUP_KIND_OF_ROLE.get(Role(role)):
        return False
    return is_consultant_of(person, network) or (role == Role.CONSULTANT and is_programme(person))


def can_revoke_invitation(person: Person, invitation: Invitation) -> bool:
    """Whoever could make it today may take it back."""
    return can_invite(person, invitation.network, invitation.role, invitation.group)


def can_end_membership(person: Person, membership: Membership) -> bool:
    """One's own at any time; a consultant those of the network; programme staff those of consultants and programme."""
    if membership.person_id == person.pk:
        return True
    if membership.role == Role.PROGRAMME:
        return is_programme(person)
    return has_role(person, Role.CONSULTANT, membership.network_id) or (
        membership.role == Role.CONSULTANT and is_programme(person)
    )


def can_move_youth(person: Person, membership: Membership, group: Group) -> bool:
    return (
        membership.role == Role.YOUTH
        and membership.ended_at is None
        and group.kind == GroupKind.YOUTH_GROUP
        and group.network_id == membership.network_id
        and has_role(person, Role.CONSULTANT, membership.network_id)
    )
