"""Who writes a note of concern, who reads it, and whose second signature counts."""

from django.db.models import QuerySet

from community.concerns.models import ConcernNote
from community.membership.models import Membership, Network
from community.people.models import Person
from community.permissions import has_role, is_staff_of
from community.roles import TEAM_ROLES, Role


def can_see_concerns(person: Person, network: Network) -> bool:
    return is_staff_of(person, network)


def can_write_concern(person: Person, network: Network, about: Person) -> bool:
    """The network's consultants and psychologist, about a present youth of it."""
    youth = Membership.objects.current().filter(network=network, role=Role.YOUTH, person=about)
    return is_staff_of(person, network) and person.pk != about.pk and youth.exists()


def other_staff(network_id: int, *but: int | None) -> "QuerySet[Person]":
    """The network's staff without these."""
    staff = Membership.objects.current().filter(network=network_id, role__in=TEAM_ROLES)
    return Person.objects.filter(pk__in=staff.values("person_id")).exclude(pk__in=[pk for pk in but if pk])


def deputies_for(network_id: int) -> "QuerySet[Person]":
    """Consultants of other networks, who can be asked where a network has nobody else."""
    elsewhere = Membership.objects.current().filter(role=Role.CONSULTANT).exclude(network=network_id)
    here = Membership.objects.current().filter(network=network_id)
    return Person.objects.filter(pk__in=elsewhere.values("person_id")).exclude(pk__in=here.values("person_id"))


def can_countersign(person: Person, note: ConcernNote) -> bool:
    """Another of the network's staff; where somebody of another network was asked, that one. While the hold waits."""
    if not note.waits_for_signature or person.pk in (note.written_by_id, note.about_id):
        return False
    if note.asked_of_id is not None and person.pk == note.asked_of_id:
        return has_role(person, Role.CONSULTANT)
    return is_staff_of(person, note.network_id)


def can_lift_hold(person: Person, note: ConcernNote) -> bool:
    """Any of the network's staff, at any time."""
    return note.is_hidden and is_staff_of(person, note.network_id)


def can_answer_concern(person: Person, note: ConcernNote) -> bool:
    """Whom it is about, once they can read it."""
    return person.pk == note.about_id and not note.is_hidden


def can_end_concern(person: Person, note: ConcernNote) -> bool:
    return note.over_at is None and is_staff_of(person, note.network_id)


def has_concerns_page(person: Person) -> bool:
    """Youths have a page of the notes about them, and whoever was one and has a note still."""
    return has_role(person, Role.YOUTH) or ConcernNote.objects.filter(about=person).visible_to(person).exists()
