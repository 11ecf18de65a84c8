"""Networks, their groups, who belongs to them in which role, and invitations: the only way in."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community import clock
from community.people.models import Person
from community.roles import GROUP_KIND_OF_ROLE, GroupKind, Role

if TYPE_CHECKING:
    from datetime import datetime


class NetworkQuerySet(models.QuerySet["Network"]):
    def visible_to(self, person: Person) -> "NetworkQuerySet":
        """Networks the person belongs to; programme staff see all, since they found them."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        own = person.current_memberships()
        if any(m.role == Role.PROGRAMME for m in own):
            return self.all()
        return self.filter(pk__in=[m.network_id for m in own if m.network_id])


class Network(models.Model):
    """One municipality's network: the tenant boundary."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    municipality = models.CharField(_("Municipality"), max_length=80)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="network_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A youth group (6-8 youths who meet weekly), the network's company network, or its team."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="groups")
    kind = models.CharField(_("Kind"), max_length=20, choices=GroupKind)
    name = models.CharField(_("Name"), max_length=80)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["network", "name"], name="group_name_unique_in_network"),
            models.UniqueConstraint(
                fields=["network", "kind"], condition=~Q(kind="youth_group"), name="one_company_network_and_one_team"
            ),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="group_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="group_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


def _group_fits_role() -> Q:
    """Programme staff stand outside networks; everybody else stands in a group of one."""
    return Q(role=Role.PROGRAMME, network=None, group=None) | (
        Q(role__in=list(GROUP_KIND_OF_ROLE)) & Q(network__isnull=False, group__isnull=False)
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, at: "datetime | None" = None) -> "MembershipQuerySet":
        """Those that have begun, now or by then, and have not ended."""
        return self.filter(ended_at=None, began_at__lte=at or clock.now(), person__is_active=True)

    def visible_to(self, person: Person) -> "MembershipQuerySet":
        """Consultants see the people of their network, programme staff the consultants they invited in."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        own = person.current_memberships()
        seen = Q(network_id__in=[m.network_id for m in own if m.role == Role.CONSULTANT])
        if any(m.role == Role.PROGRAMME for m in own):
            seen |= Q(role__in=[Role.CONSULTANT, Role.PROGRAMME])
        return self.filter(seen)


class Membership(models.Model):
    """A person's place in a network: one role, one group, from a day to a day.

    The database holds: one present membership per person and network; a youth in exactly one youth group; and
    (by triggers, migration `group_fits_membership`) a group of the same network and of the kind the role asks for.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships", null=True, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", null=True, blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    #: A word beside the name, such as "teamleder" or a workplace; gives no rights.
    title = models.CharField(_("Title"), max_length=80, blank=True)
    began_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Until then the person reads and does not write (community/moderation writes it, with a rule and a reason).
    paused_until: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, editable=False
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "network"], condition=Q(ended_at=None), name="one_present_membership_per_network"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None, network=None), name="one_present_programme_membership"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(condition=_group_fits_role(), name="membership_group_fits_role"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="membership_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "role"], condition=Q(ended_at=None), name="membership_present_in_group")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=clock.now())

    def visible_to(self, person: Person) -> "InvitationQuerySet":
        """Consultants see their network's invitations, programme staff those that programme staff made."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        own = person.current_memberships()
        seen = Q(network_id__in=[m.network_id for m in own if m.role == Role.CONSULTANT])
        if any(m.role == Role.PROGRAMME for m in own):
            seen |= Q(role=Role.PROGRAMME) | Q(made_by__memberships__role=Role.PROGRAMME)
        return self.filter(seen).distinct()


class Invitation(models.Model):
    """A single-use way in, bound to network, role and group. The token itself is never stored, only its SHA-256."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="invitations", null=True, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="invitations", null=True, blank=True)
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    title = models.CharField(_("Title"), max_length=80, blank=True)
    #: Whom the inviter means, for the list and the printed card; the invited choose their own name.
    invited_name = models.CharField(_("Who is it for?"), max_length=60, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="invitations_made")
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.OneToOneField(Membership, models.PROTECT, related_name="invitation", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=_group_fits_role(), name="invitation_group_fits_role"),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None) | Q(used_at__isnull=False, used_by__isnull=False),
                name="invitation_used_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="invitation_used_or_revoked_not_both"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"
