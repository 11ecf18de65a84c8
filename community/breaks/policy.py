"""Who may take a break."""

from community.people.models import Person
from community.permissions import is_staff


def can_take_break(person: Person) -> bool:
    """Everybody but staff and who runs the site: others rely on these being told."""
    return person.is_active and not person.is_superuser and not is_staff(person)
