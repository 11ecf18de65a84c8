"""Who reads what people write to us: editors all of it, consultants what is about their municipality."""

from community.people.models import Person
from community.permissions import is_consultant_of, memberships
from community.roles import Role
from home.enquiries.models import Enquiry


def can_read_enquiries(person: Person) -> bool:
    """Whether any could ever reach this person."""
    if not person.is_active:
        return False
    return person.has_perm("home.view_enquiry") or any(m.role == Role.CONSULTANT for m in memberships(person))


def can_settle_enquiry(person: Person, enquiry: Enquiry) -> bool:
    """Say that it is answered or not, and erase it."""
    if person.is_active and person.has_perm("home.change_enquiry"):
        return True
    return enquiry.network is not None and is_consultant_of(person, enquiry.network)
