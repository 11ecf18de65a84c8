"""Who keeps a network's tags in order. Whoever writes a topic chooses its tags."""

from community.membership.models import Network
from community.people.models import Person
from community.permissions import is_consultant_of


def can_edit_tags(person: Person, network: "Network | int") -> bool:
    """Consultants of the network rename, merge and take away the tags of its spaces."""
    return is_consultant_of(person, network)
