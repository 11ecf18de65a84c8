"""Who must prove more than an address, as sentences without side effects."""

from community.people.models import Person
from community.roles import STAFF_ROLES, Role

#: Roles whose people meet others' words or numbers at work: an address alone never lets them in.
_ROLES_WITH_SECOND_FACTOR = STAFF_ROLES | {Role.COMPANY}


def needs_second_factor(person: Person) -> bool:
    """Staff, company people and everybody who may open the admin. Youths may have one and need none."""
    if not person.is_authenticated or not person.is_active:
        return False
    return (
        person.is_superuser
        or any(m.role in _ROLES_WITH_SECOND_FACTOR for m in person.current_memberships())
        or person.has_perm("wagtailadmin.access_admin")
    )
