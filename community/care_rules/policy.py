"""Who says how a network looks after its people."""

from django.utils.translation import gettext_lazy as _

from community.membership.models import Membership, Network
from community.people.models import Person
from community.permissions import is_consultant_of, is_programme
from community.roles import TEAM_ROLES, Role

#: Why the only consultant of a network leaves the deputy as they are.
ONLY_CONSULTANT = _(
    "While you are the only consultant, programme staff say who takes the deputy's place: they look at what is about "
    "you."
)


def can_change_care_rules(person: Person, network: Network) -> bool:
    """The network's consultants, and programme staff: they find a deputy in another network."""
    return is_consultant_of(person, network) or is_programme(person)


def may_be_called(person: Person, network: Network) -> bool:
    """A worry calls the network's own staff and nobody else: never a company."""
    return Membership.objects.current().filter(person=person, network=network, role__in=TEAM_ROLES).exists()


def can_choose_deputy(person: Person, network: Network, standing: Person | None) -> bool:
    """Programme staff, and the consultants. Whoever is the only one there names somebody where nobody stands and never
    takes their place: the deputy looks at what is said of them, and judges what they did."""
    if is_programme(person) or standing is None:
        return True
    others = Membership.objects.current().filter(network=network, role=Role.CONSULTANT).exclude(person=person)
    return others.exists()


def may_be_deputy(person: Person, network: Network | int) -> bool:
    """A consultant of another network, who has no part in this one."""
    held = Membership.objects.current().filter(person=person)
    elsewhere = held.filter(role=Role.CONSULTANT).exclude(network=network)
    return elsewhere.exists() and not held.filter(network=network).exists()
