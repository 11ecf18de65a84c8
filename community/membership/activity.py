"""Facts about networks and who belongs to them."""

from dataclasses import dataclass
from typing import ClassVar

from community.activity.record import Activity
from community.membership.models import Group, Invitation, Membership, Network


@dataclass(frozen=True, kw_only=True)
class NetworkFounded(Activity):
    kind: ClassVar[str] = "network_founded"
    network: Network

    @property
    def subject(self) -> Network:
        return self.network


@dataclass(frozen=True, kw_only=True)
class GroupMade(Activity):
    kind: ClassVar[str] = "group_made"
    group: Group

    @property
    def subject(self) -> Group:
        return self.group


@dataclass(frozen=True, kw_only=True)
class _AboutMembership(Activity):
    membership: Membership

    @property
    def subject(self) -> Membership:
        return self.membership


class MembershipBegun(_AboutMembership):
    kind: ClassVar[str] = "membership_begun"


class MembershipEnded(_AboutMembership):
    kind: ClassVar[str] = "membership_ended"


class YouthMoved(_AboutMembership):
    kind: ClassVar[str] = "youth_moved"


@dataclass(frozen=True, kw_only=True)
class _AboutInvitation(Activity):
    invitation: Invitation

    @property
    def subject(self) -> Invitation:
        return self.invitation


class InvitationMade(_AboutInvitation):
    kind: ClassVar[str] = "invitation_made"


class InvitationRevoked(_AboutInvitation):
    kind: ClassVar[str] = "invitation_revoked"


class InvitationAccepted(_AboutInvitation):
    kind: ClassVar[str] = "invitation_accepted"
