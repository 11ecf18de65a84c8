"""Who keeps the sounds of the podcast."""

from typing import Any


def can_keep_sounds(person: Any) -> bool:
    """Editors, by a right that writers do not have: they bring sounds, hear them before they are out, and throw them
    away."""
    return bool(person.is_active and person.has_perm("home.add_sound"))
