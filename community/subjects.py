"""Things that others hang something on: files, reactions, saves, reports, a place in the search.

The rooms for those know no forum and no chat. A room whose things may carry them registers its kind here in
AppConfig.ready(), and is asked through it: who may see the thing, whose it is, where it stands and what it says.
Rows that hang on a thing name it by (`subject_type`, `subject_id`): the kind's name and the primary key.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from community.people.models import Person
    from community.spaces.models import Space


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

    def get(self, person: "Person", pk: int) -> Any | None:
        """The thing, where the person may see it now."""
        return self.visible_to(person).select_related(*self.select_related).filter(pk=pk).first()


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
