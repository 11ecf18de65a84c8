"""What stands beside a name: the shape of the face and a word or two, as the network knows the person."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from community.membership.models import Membership
from community.people.models import Person
from community.roles import STAFF_ROLES, Role


@dataclass(frozen=True)
class Byline:
    #: "youth", "staff" or "firm": the face tells the role also without colour.
    shape: str
    #: Beside the name; empty for youths, who are simply themselves.
    words: str = ""

    @property
    def is_staff(self) -> bool:
        return self.shape == "staff"


def byline_of(role: str, title: str = "") -> Byline:
    """The byline of somebody with this role and title, in the reader's language."""
    if role in STAFF_ROLES:
        return Byline("staff", title or str(Role(role).label).lower())
    if role == Role.COMPANY:
        return Byline("firm", title)
    return Byline("youth", title)


def standing(person: Person, network_id: int | None) -> tuple[str, str]:
    """Role and title of the person in this network now, from the memberships that were read already; of a guest who
    reads what was shared across, those from home."""
    held = {membership.network_id: membership for membership in person.current_memberships()}
    membership = held.get(network_id) or held.get(None) or next(iter(held.values()))
    return membership.role, membership.title


def bylines(network_id: int | None, person_ids: Iterable[int]) -> dict[int, Byline]:
    """The bylines of these people in this network, in one query. Whoever left is a former member."""
    found = {person_id: Byline("youth", gettext("former member")) for person_id in person_ids}
    present = Membership.objects.current().filter(person_id__in=list(found))
    present = present.filter(network=None) if network_id is None else present.filter(network_id=network_id)
    found.update({membership.person_id: byline_of(membership.role, membership.title) for membership in present})
    return found
