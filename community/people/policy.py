"""Who must prove more than an address, as sentences without side effects."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

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


#: Asked with a person: the numbers of those whose portraits they have before them otherwise, also hidden ones; None
#: where there are none. Cases register here.
portraits_before_them: "list[Callable[[Person], QuerySet[Any] | None]]" = []


def portraits_visible_to(person: Person) -> "QuerySet[Person]":
    """Those whose portrait the person sees: their own, and what is not hidden of people they share a space with."""
    seen = Q(pk=person.pk)
    for numbers_of in portraits_before_them:
        if (numbers := numbers_of(person)) is not None:
            seen |= Q(pk__in=numbers)
    met = Person.objects.visible_to(person).filter(portrait_hidden_at=None)
    return Person.objects.filter(seen | Q(pk__in=met.values("pk"))).exclude(portrait="")


def editors() -> "QuerySet[Person]":
    """Everybody who may open the administration of the site now."""
    access = Q(groups__permissions__codename="access_admin") | Q(user_permissions__codename="access_admin")
    return Person.objects.filter(access | Q(is_superuser=True), is_active=True).distinct()
