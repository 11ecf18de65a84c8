"""Things that others hang something on: files, reactions, saves, reports, a place in the search.

The rooms for those know no forum and no chat. A room whose things may carry them registers its kind here in
AppConfig.ready(), and is asked through it: who may see the thing, whose it is, where it stands and what it says.
Rows that hang on a thing name it by (`subject_type`, `subject_id`): the kind's name and the primary key.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from community.people.models import Person
    from community.spaces.models import Space


@dataclass(frozen=True)
class Nearby:
    """A line beside the thing, so that whoever looks at it reads it as it was meant."""

    name: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Care:
    """What can be said about things of a kind, and what a consultant can do with one (community/moderation).

    The hooks that change something are called in the deed's transaction with the thing's primary key; they lock what
    they change, and see to it that search, files and open pages follow. Each undoes itself when it is called the other
    way round, and changes nothing where it stands so already.
    """

    #: What it is called in a sentence, with its article: lazily translated.
    noun: Any
    #: The network whose consultants look after it; None where nobody does. A person is looked after where they met.
    network: "Callable[[Any, Person], int | None]"
    #: Whom the deeds concern; None: nobody is told. Without it the author.
    concerns: "Callable[[Any], Person | None] | None" = None
    #: What it says now as (label, words), also where it is hidden.
    passages: Callable[[Any], list[tuple[str, str]]]
    #: Whether it was said between two alone, so that the other one can tell who says something about it.
    among_two: Callable[[Any], bool] = field(default=lambda thing: False)
    #: What stood around it.
    around: Callable[[Any], list[Nearby]] = field(default=lambda thing: [])
    #: Holds the thing's rows, where its own deeds tell the case (community/moderation: author_changed): whoever needs
    #: both holds the thing before the case.
    lock: Callable[[int], object] | None = None
    #: Hides it from everybody but its author and the network's consultants, or (False) lets it stand again.
    hide: Callable[[int, bool], None] | None = None
    #: Tells those who would have been told of it when it was put up, and have not been: called where it stands for the
    #: first time.
    tell: Callable[[int], None] | None = None
    #: Whether there is something to hide.
    may_hide: Callable[[Any], bool] = field(default=lambda thing: True)
    #: Whether what protects by itself may hide it (community/moderation/protecting.py).
    hides_by_itself: bool = True
    is_hidden: Callable[[Any], bool] = field(default=lambda thing: False)
    #: When its words were changed last; None where they never were.
    changed_at: Callable[[Any], datetime | None] = field(default=lambda thing: None)
    #: Whether it hides at once where somebody says that it names someone: what adults write of youths.
    hides_names: Callable[[Any], bool] = field(default=lambda thing: False)
    #: Closes it, so that nobody adds to it, with a sentence that stands there; or (empty) opens it again.
    close: Callable[[int, str], None] | None = None
    closes: Callable[[Any], bool] = field(default=lambda thing: True)
    is_closed: Callable[[Any], bool] = field(default=lambda thing: False)
    #: Where else it may stand, as (number, name): nowhere that more people read.
    places: Callable[[Any], list[tuple[int, str]]] = field(default=lambda thing: [])
    #: Puts it there; gives the number of the place where it stood.
    move: Callable[[int, int], int] | None = None
    #: Things of this kind that a person has put into a network since then.
    by: "Callable[[Person, int, datetime], QuerySet[Any]] | None" = None


def in_its_network(kind_space: "Callable[[Any], Space | None]") -> "Callable[[Any, Person], int | None]":
    """The network of the space that a thing stands in."""

    def network(thing: Any, _reporter: "Person") -> int | None:
        space = kind_space(thing)
        return space.network_id if space else None

    return network


@dataclass(frozen=True, kw_only=True)
class SubjectKind:
    #: In rows and addresses, such as "post". Lasting: rows name it.
    name: str
    model: type[Model]
    #: The read gate: the same queryset that lists, search and pages use.
    visible_to: "Callable[[Person], QuerySet[Any]]"
    #: Whose words it is; None where the author is gone.
    author: "Callable[[Any], Person | None]"
    #: The space it stands in; None where it stands in none.
    space: "Callable[[Any], Space | None]"
    url: Callable[[Any], str]
    #: What it says now, plain, without markup. Empty where it was taken back.
    words: Callable[[Any], str]
    #: Keys whose open pages refresh when something that hangs on it changes.
    live_keys: Callable[[Any], tuple[str, ...]] = field(default=lambda thing: ())
    #: Relations that author, space, url and words read.
    select_related: tuple[str, ...] = ()
    #: Keeps a copy of what hangs on it beside the thing, so that a page reads it in the same query: called in the
    #: transaction with the thing's primary key, a name ("reactions", "attachments") and the value, ready for JSON.
    keep: Callable[[int, str, Any], None] | None = None
    #: Whether one may answer it with a word; only things that keep what hangs on them can.
    takes_reactions: Callable[[Any], bool] = field(default=lambda thing: False)
    #: What can be said about it and done with it; None where nothing can.
    care: Care | None = None

    def get(self, person: "Person", pk: int) -> Any | None:
        """The thing, where the person may see it now."""
        return self.visible_to(person).select_related(*self.select_related).filter(pk=pk).first()

    def standing_or_hidden(self, pk: int) -> Any | None:
        """The thing, whoever may see it: for those who have it before them in a case."""
        return self.model._default_manager.select_related(*self.select_related).filter(pk=pk).first()

    def concerns(self, thing: Any) -> "Person | None":
        """Whom a deed on the thing concerns."""
        if self.care is not None and self.care.concerns is not None:
            return self.care.concerns(thing)
        return self.author(thing)


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Let things of this kind carry files, reactions, saves and reports. A name registers once."""
    if kind.name in _kinds:
        raise ValueError(f"The subject {kind.name} is registered already.")
    _kinds[kind.name] = kind


def named(name: str) -> SubjectKind | None:
    return _kinds.get(name)


def of(thing: Model) -> SubjectKind:
    """The kind of this thing; raises LookupError where its room has registered none."""
    for kind in _kinds.values():
        if isinstance(thing, kind.model):
            return kind
    raise LookupError(f"{thing._meta.label} is registered in no room as a subject.")


def kinds() -> list[SubjectKind]:
    return list(_kinds.values())


def cared_for() -> Iterable[tuple[SubjectKind, Care]]:
    """The kinds about whose things something can be said."""
    return [(kind, kind.care) for kind in _kinds.values() if kind.care is not None]
