"""The words for who one is and where one is, as design.md section 2 has them. Knows nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    YOUTH = "youth", _("Youth")
    COMPANY = "company", _("Company representative")
    CONSULTANT = "consultant", _("Youth consultant")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    PROGRAMME = "programme", _("Programme staff")


#: Roles that facilitate or protect: their voice is quieter in the interface.
STAFF_ROLES = frozenset({Role.CONSULTANT, Role.PSYCHOLOGIST, Role.PROGRAMME})


#: Staff who belong to a network and see all its spaces.
TEAM_ROLES = (Role.CONSULTANT, Role.PSYCHOLOGIST)


class GroupKind(models.TextChoices):
    YOUTH_GROUP = "youth_group", _("Youth group")
    COMPANY_NETWORK = "company_network", _("Company network")
    TEAM = "team", _("Team")


#: Which kind of group a role belongs to; programme staff belong to none.
GROUP_KIND_OF_ROLE = {
    Role.YOUTH: GroupKind.YOUTH_GROUP,
    Role.COMPANY: GroupKind.COMPANY_NETWORK,
    Role.CONSULTANT: GroupKind.TEAM,
    Role.PSYCHOLOGIST: GroupKind.TEAM,
}


class SpaceKind(models.TextChoices):
    YOUTH_GROUP = "youth_group", _("Youth group")
    YOUTH_FORUM = "youth_forum", _("The network's youth forum")
    COMPANY = "company", _("Company network")
    TEAM = "team", _("Team")


#: Where adults write about youths who do not read along: there a name that somebody points out is hidden at once.
SPACES_OF_ADULTS = (SpaceKind.COMPANY, SpaceKind.TEAM)


#: The space that comes with a group.
SPACE_KIND_OF_GROUP = {
    GroupKind.YOUTH_GROUP: SpaceKind.YOUTH_GROUP,
    GroupKind.COMPANY_NETWORK: SpaceKind.COMPANY,
    GroupKind.TEAM: SpaceKind.TEAM,
}
