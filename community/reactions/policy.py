"""Who may answer with a word, and who chooses the words."""

from typing import Any

from community.membership.models import Network
from community.people.models import Person
from community.permissions import is_consultant_of
from community.spaces.models import Space
from community.subjects import SubjectKind


def can_react(person: Person, kind: SubjectKind, thing: Any) -> bool:
    """Whoever sees a thing that takes words, in a space, and has not written it."""
    space, author = kind.space(thing), kind.author(thing)
    return kind.takes_reactions(thing) and space is not None and (author is None or author.pk != person.pk)


def can_edit_reaction_words(person: Person, network: "Network | int") -> bool:
    """Consultants of the network choose which words its spaces offer."""
    return is_consultant_of(person, network)


def can_edit_words_of(person: Person, space: Space) -> bool:
    return can_edit_reaction_words(person, space.network_id)
