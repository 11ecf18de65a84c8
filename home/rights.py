"""Rights as a part of a question, where asking for them by themselves would cost every page of a member's."""

from django.contrib.auth.models import Permission
from django.db.models import Exists, Q

from community.people.models import Person


def holds(person: Person, *rights: str) -> Q:
    """True in a query where the person has each of these rights ("app.right"), as `has_perms` says it."""
    if not person.is_authenticated or not person.is_active:
        return Q(pk__in=[])
    asked = Q()
    for right in () if person.is_superuser else rights:
        app, _point, name = right.partition(".")
        given = Permission.objects.filter(
            Q(user=person.pk) | Q(group__user=person.pk), codename=name, content_type__app_label=app
        )
        asked &= Q(Exists(given))
    return asked
