"""Who may do what with editions: those who keep voices, until one is printed."""

from community.people.models import Person
from home.editions.models import Edition
from home.testimonials.policy import can_keep_voices


def can_make_edition(person: Person) -> bool:
    return can_keep_voices(person)


def can_change_edition(person: Person, edition: Edition) -> bool:
    """What has been printed cannot be changed any more, on paper or here."""
    return can_keep_voices(person) and edition.printed_on is None
