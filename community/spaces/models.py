"""Spaces: the one definition of who sees what. Boards, chat rooms and all that is written hang on a space.

The table of design.md section 2, in code. A space is seen by those whose role opens it; nobody else learns it exists.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community import clock
from community.membership.models import Group, Membership, Network
from community.people.models import Person
from community.roles import Role, SpaceKind


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, person: Person) -> "SpaceQuerySet":
        """Spaces the person may read and write in."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        opened = Q(pk__in=[])
        for membership in person.current_memberships():
            match membership.role:
                case Role.YOUTH:
                    opened |= Q(kind=SpaceKind.YOUTH_GROUP, group_id=membership.group_id)
                    opened |= Q(kind=SpaceKind.YOUTH_FORUM, network_id=membership.network_id)
                case Role.COMPANY:
                    opened |= Q(kind=SpaceKind.COMPANY, network_id=membership.network_id)
                case Role.CONSULTANT | Role.PSYCHOLOGIST:
                    opened |= Q(network_id=membership.network_id)
        return self.filter(opened)


class Space(models.Model):
    kind = models.CharField(_("Kind"), max_length=20, choices=SpaceKind)
    network = models.ForeignKey(Network, models.PROTECT, related_name="spaces")
    #: The group the space came with; the network's youth forum has none.
    group = models.OneToOneField(Group, models.PROTECT, related_name="space", null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "kind"], condition=~Q(kind="youth_group"), name="one_space_of_a_kind_per_network"
            ),
            models.CheckConstraint(condition=Q(kind__in=SpaceKind.values), name="space_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="youth_forum", group=None) | (~Q(kind="youth_forum") & Q(group__isnull=False)),
                name="space_has_its_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        if self.kind == SpaceKind.YOUTH_FORUM:
            return gettext("All youths in %(municipality)s") % {"municipality": self.network.municipality}
        assert self.group is not None
        return self.group.name

    @property
    def for_youths(self) -> bool:
        """Whether youths write here; mails about such a space hold no member's words."""
        return self.kind in (SpaceKind.YOUTH_GROUP, SpaceKind.YOUTH_FORUM)

    def who_sees(self) -> str:
        """The sentence that stands wherever one writes in this space."""
        match self.kind:
            case SpaceKind.YOUTH_GROUP:
                return gettext("The youths of %(group)s, your consultants and the psychologist. Not the companies.") % {
                    "group": self.name
                }
            case SpaceKind.YOUTH_FORUM:
                return gettext("All youths in your network, your consultants and the psychologist. Not the companies.")
            case SpaceKind.COMPANY:
                return gettext("The companies in the network and the team. Not the youths.")
            case _:
                return gettext("Only the team: the network's consultants and psychologist.")

    def readers(self) -> "models.QuerySet[Person]":
        """Everybody who may read here now: the same rule as `visible_to`, asked from the other side."""
        staff = Q(role__in=[Role.CONSULTANT, Role.PSYCHOLOGIST])
        match self.kind:
            case SpaceKind.YOUTH_GROUP:
                members = Q(role=Role.YOUTH, group_id=self.group_id)
            case SpaceKind.YOUTH_FORUM:
                members = Q(role=Role.YOUTH)
            case SpaceKind.COMPANY:
                members = Q(role=Role.COMPANY)
            case _:
                members = Q(pk__in=[])
        present = Membership.objects.current().filter(staff | members, network_id=self.network_id)
        return Person.objects.filter(pk__in=present.values("person_id"))
