"""The row of words under a thing, for a whole page of things in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils.translation import pgettext

from community.people.models import Person
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
    kind: str
    thing: Any
    words: list[Given]


def reaction_rows(person: Person, kind: SubjectKind, space: Space, things: Iterable[Any]) -> dict[int, ReactionRow]:
    """The rows of all these things of one space, by primary key: the space's words and the reader's own, one query.

    How often each word was given is kept on the things themselves.
    """
    taking = {thing.pk: thing for thing in things if kind.takes_reactions(thing)}
    if not taking:
        return {}
    rows = (
        ReactionWord.objects.filter(space=space)
        .annotate(
            own=FilteredRelation(
                "reactions",
                condition=Q(
                    reactions__person=person, reactions__subject_type=kind.name, reactions__subject_id__in=list(taking)
                ),
            )
        )
        .values_list("pk", "text", "retired_at", "own__subject_id")
        .order_by("position", "pk")
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
    return ReactionRow(kind.name, thing, [word for word in given if word.open or word.times])
