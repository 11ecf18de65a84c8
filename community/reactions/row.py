"""The row of words under a thing, for a whole page of things in one query."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils.translation import pgettext

from community.people.models import Person
from community.prepared import asked_for_rows
from community.reactions.models import ReactionWord
from community.reactions.policy import can_react
from community.spaces.models import Space
from community.subjects import SubjectKind

#: From here on the row says "more" and no number.
MANY = 5


@dataclass(frozen=True)
class Given:
    """A word as it stands under a thing, for the reader."""

    id: int
    text: str
    times: int
    own: bool
    #: Whether the reader can press it: give it, or take it back.
    open: bool

    @property
    def how_often(self) -> str:
        """How many gave it, in a word; nothing for nobody."""
        return pgettext("how many gave a word", "several") if self.times >= MANY else str(self.times or "")


@dataclass(frozen=True)
class ReactionRow:
    """Hashable: a thing whose row is the same looks the same."""

    kind: str
    pk: int
    words: tuple[Given, ...]


#: Things that one question of words asks about; a page has one, more things ask for a longer one.
THINGS_A_QUESTION = 26


@cache
def _question_about(kind: str) -> Callable[..., Any]:
    """The words of a space, and on which of these things the person gave them."""

    def question_of_words(person: Person, space: int, **things: int) -> Any:
        return (
            ReactionWord.objects.filter(space=space)
            .annotate(
                own=FilteredRelation(
                    "reactions",
                    condition=Q(
                        reactions__person=person.pk,
                        reactions__subject_type=kind,
                        reactions__subject_id__in=list(things.values()),
                    ),
                )
            )
            .values_list("pk", "text", "retired_at", "own__subject_id")
            .order_by("position", "pk")
        )

    return question_of_words


def reaction_rows(person: Person, kind: SubjectKind, space: Space, things: Iterable[Any]) -> dict[int, ReactionRow]:
    """The rows of all these things of one space, by primary key: the space's words and the reader's own, one query.

    How often each word was given is kept on the things themselves.
    """
    taking = {thing.pk: thing for thing in things if kind.takes_reactions(thing)}
    if not taking:
        return {}
    # As many numbers each time, so that the question is the same: the last stands in for those that are missing.
    ids = [*taking, *[max(taking)] * (-len(taking) % THINGS_A_QUESTION)]
    rows = asked_for_rows(
        _question_about(kind.name), person, space=space.pk, **{f"thing_{n}": pk for n, pk in enumerate(ids)}
    )
    offered: dict[int, tuple[str, bool]] = {}
    own: set[tuple[int, int]] = set()
    for pk, text, retired_at, own_on in rows:
        offered[pk] = (text, retired_at is None)
        if own_on is not None:
            own.add((pk, own_on))
    return {pk: _row(person, kind, thing, offered, own) for pk, thing in taking.items()}


def _row(
    person: Person, kind: SubjectKind, thing: Any, words: dict[int, tuple[str, bool]], own: set[tuple[int, int]]
) -> ReactionRow:
    may_react = can_react(person, kind, thing)
    given = [
        Given(
            id=pk,
            text=text,
            times=thing.reactions.get(str(pk), 0),
            own=(pk, thing.pk) in own,
            open=(may_react and offered) or (pk, thing.pk) in own,
        )
        for pk, (text, offered) in words.items()
    ]
    return ReactionRow(kind.name, thing.pk, tuple(word for word in given if word.open or word.times))
