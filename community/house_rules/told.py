"""How what happens to house rules is told to people."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from community.house_rules.activity import HouseRulesAdopted, HouseRulesProposed
from community.house_rules.models import HouseRules
from community.notifications.kinds import Kind, Mail

HOUSE_RULES_PROPOSED = Kind(
    activity=HouseRulesProposed,
    label=_("Somebody proposes new house rules"),
    visible_to=HouseRules.objects.visible_to,
    retell=lambda rules: HouseRulesProposed(actor=rules.proposed_by.person if rules.proposed_by else None, rules=rules),
    select_related=("proposed_by__person", "group__space"),
    space=lambda rules: rules.group.space,
    mail=Mail(subject=_("Your house rules"), general=_("New house rules are proposed in your group.")),
)

HOUSE_RULES_ADOPTED = replace(
    HOUSE_RULES_PROPOSED,
    activity=HouseRulesAdopted,
    label=_("My group adopts new house rules"),
    retell=lambda rules: HouseRulesAdopted(actor=None, rules=rules),
    announces=False,
    mail=Mail(subject=_("Your house rules"), general=_("Your group has adopted new house rules.")),
)
