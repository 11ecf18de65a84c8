"""Who keeps the numbers under "Get help now"."""

from typing import Any

from django.db.models import Q, QuerySet

from community.people.models import Person


def can_keep_lines(person: Any) -> bool:
    """Editors, by a right that writers do not have."""
    return bool(person.is_active and person.has_perm("home.change_helpline"))


def keepers_of_lines() -> "QuerySet[Person]":
    """Everybody of whom `can_keep_lines` is true now."""
    right = {"codename": "change_helpline", "content_type__app_label": "home"}
    in_groups = Q(**{f"groups__permissions__{name}": value for name, value in right.items()})
    themselves = Q(**{f"user_permissions__{name}": value for name, value in right.items()})
    return Person.objects.filter(in_groups | themselves | Q(is_superuser=True), is_active=True).distinct()
