"""Finding out who is meant by "@Freja" in a text: among those who may read where it stands, and nobody else."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists

from community.people.models import Person
from community.spaces.models import Space

#: The people that a writer chose from a list for a name, by the name in small letters.
Meant = dict[str, set[int]]

#: More names in one post are words: a post that calls everybody calls nobody.
PEOPLE_A_POST = 20


class Naming:
    """Asked by the markup what name stands at a place; keeps whom it found.

    A name is whole or, where one person alone has it, the first of several; the longest that fits is meant. Where
    several people bear it, those count whom the writer chose, and without a choice it is a word. "@Frejas" is Freja's.
    """

    def __init__(self, people: Iterable[tuple[int, str]], meant: Meant) -> None:
        self.found: list[int] = []
        self._meant = meant
        self._bearers: dict[str, set[int]] = defaultdict(set)
        for pk, display_name in people:
            for name in names_of(display_name):
                self._bearers[name].add(pk)
        self._lengths = sorted({len(name) for name in self._bearers}, reverse=True)

    def __call__(self, text: str, place: int) -> int:
        for length in self._lengths:
            end = place + length
            bearers = self._bearers.get(text[place:end].lower())
            if bearers and _ends(text, end) and (chosen := self._chosen(text[place:end].lower(), bearers)):
                new = [pk for pk in sorted(chosen) if pk not in self.found]
                if len(self.found) + len(new) > PEOPLE_A_POST:
                    return 0
                self.found += new
                return length
        return 0

    def _chosen(self, name: str, bearers: set[int]) -> set[int]:
        return bearers & self._meant.get(name, set()) or (bearers if len(bearers) == 1 else set())


def _ends(text: str, end: int) -> bool:
    """Whether a name that ends here is whole; a genitive s may follow."""
    return re.match(r"s?(?!\w)", text[end : end + 2]) is not None


def naming_in(space: Space, author: Person, meant: Meant, before: Iterable[Person] = ()) -> Naming:
    """Whom the author can name in this space. One query. Whom the words named `before` they still mean, as long as the
    author has chosen nobody else."""
    kept = dict(meant)
    for person in before:
        for name in names_of(person.display_name):
            if name not in meant:
                kept[name] = kept.get(name, set()) | {person.pk}
    readers = space.readers().exclude(pk=author.pk)
    # A guest, who reads what was shared across, learns of nobody here.
    at_home = Space.objects.visible_to(author).filter(pk=space.pk)
    return Naming(readers.filter(Exists(at_home)).values_list("pk", "display_name"), kept)


def names_of(display_name: str) -> tuple[str, str]:
    """The whole name and the first of it, as they are compared."""
    whole = " ".join(display_name.lower().split())
    return whole, whole.partition(" ")[0]


def called_as(names: Iterable[str]) -> str:
    """A pattern of "@Name" for each of these names, the longest first; a genitive s may follow."""
    longest_first = sorted(set(names), key=len, reverse=True)
    return rf"(?<![\w@/])@(?:{'|'.join(re.escape(name) for name in longest_first)})(?=s?(?!\w))"
