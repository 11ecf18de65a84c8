"""Invitations: the only way in. Whoever holds the token may come in once, as what the inviter said."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community import clock
from community.activity.record import record
from community.membership.activity import InvitationAccepted, InvitationMade, InvitationRevoked
from community.membership.models import Group, Invitation, Membership, Network
from community.membership.operations import begin_membership
from community.membership.policy import can_invite, can_revoke_invitation
from community.people.models import Person
from community.permissions import Refused, require

OPEN_FOR = timedelta(days=14)
#: Called with (invitation, membership) when somebody comes in, in that transaction: companies register here.
after_accepting: list[Callable[[Invitation, Membership], object]] = []
#: 192 bits; what stands in the link and nowhere in the database.
_TOKEN_BYTES = 24


class InvitationClosed(Exception):
    """Unknown, used, revoked or too old: which of them, nobody is told."""


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str) -> Invitation:
    """The invitation a token opens. Raises InvitationClosed."""
    invitation = (
        Invitation.objects.open().select_related("network", "group", "made_by").filter(token_digest=token_digest(token))
    ).first()
    if invitation is None or not invitation.made_by.is_active:
        raise InvitationClosed
    return invitation


@transaction.atomic
def invite(
    *,
    actor: Person,
    network: Network | None,
    group: Group | None,
    role: str,
    title: str = "",
    invited_name: str = "",
) -> tuple[Invitation, str]:
    """Make an invitation and the token that opens it: once, within 14 days. Only the token's digest is kept.

    Nobody is told; the actor gives the link, picture or card to whom it is for. Raises Refused for a role or group
    that the actor may not invite into.
    """
    require(can_invite(actor, network, role, group), _("You cannot invite anybody into that."))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    now = clock.now()
    invitation = Invitation.objects.create(
        network=network,
        group=group,
        role=role,
        title=title,
        invited_name=invited_name,
        token_digest=token_digest(token),
        made_by=actor,
        made_at=now,
        expires_at=now + OPEN_FOR,
    )
    record(InvitationMade(actor=actor, invitation=invitation))
    return invitation, token


@transaction.atomic
def revoke_invitation(*, actor: Person, invitation: Invitation) -> Invitation:
    """Close an invitation that nobody has used. Closing what is closed changes nothing. Raises Refused."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(can_revoke_invitation(actor, invitation), _("You cannot take that invitation back."))
    if invitation.used_at is None and invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        invitation.save(update_fields=["revoked_at"])
        record(InvitationRevoked(actor=actor, invitation=invitation))
    return invitation


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    email: str = "",
    display_name: str = "",
    language: str = Person.Language.DANISH,
    person: Person | None = None,
) -> Membership:
    """Come in: a new person with a proved address, or somebody who already has an account, gets the membership.

    Callers have had the address proved by a code, or pass the signed-in person. Role, network and group are the
    invitation's own, whatever was posted. Marks the invitation used. Raises InvitationClosed, and Refused when the
    person already belongs to the network or the account is closed.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("network", "group", "made_by")
        .filter(token_digest=token_digest(token))
        .first()
    )
    now = clock.now()
    if (
        invitation is None
        or invitation.used_at
        or invitation.revoked_at
        or invitation.expires_at <= now
        or not invitation.made_by.is_active
    ):
        raise InvitationClosed
    person = person or Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        person = Person.objects.create_user(email, display_name, language=language)
    require(person.is_active, _("This invitation cannot be used with that address. Talk to the one who invited you."))
    try:
        with transaction.atomic():
            membership = begin_membership(
                actor=person, person=person, role=invitation.role, group=invitation.group, title=invitation.title
            )
    except IntegrityError:
        raise Refused(_("You already belong to this network. You can simply sign in.")) from None
    invitation.used_at = now
    invitation.used_by = membership
    invitation.save(update_fields=["used_at", "used_by"])
    for follow_up in after_accepting:
        follow_up(invitation, membership)
    record(InvitationAccepted(actor=person, invitation=invitation))
    return membership
