"""One's own data is one's own business."""

from community.people.models import Person


def can_have_a_copy(person: Person, of: Person) -> bool:
    """Of oneself alone; nobody takes a copy of somebody else."""
    return person.is_authenticated and person.is_active and person.pk == of.pk


def can_leave(person: Person, who: Person) -> bool:
    """Oneself, at any time and for no reason."""
    return person.is_authenticated and person.is_active and person.pk == who.pk
