"""Who looks a second time."""

from community.people.models import Person
from community.second_look.models import Look


def can_look(person: Person, look: Look) -> bool:
    """The staff of the network, never at what they opened themselves or what is about themselves; programme staff where
    a network has nobody else."""
    return Look.objects.visible_to(person).filter(pk=look.pk).exists()


def sees_whom_it_is_about(person: Person, look: Look) -> bool:
    """The network's own staff. Programme staff look at the reading and never at a single youth."""
    return any(m.network_id == look.round.network_id for m in person.current_memberships())
