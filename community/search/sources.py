"""Where the search gets what it finds. Rooms register theirs in AppConfig.ready(), beside their subject kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from community import subjects

if TYPE_CHECKING:
    from community.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Document:
    """A thing as it can be found."""

    space_id: int
    kind: str
    author_id: int | None
    at: datetime
    title: str = ""
    body: str = ""
    tags: tuple[str, ...] = ()
    #: Who beyond the space's readers may find it; None where nobody may.
    reach: str | None = None


@dataclass(frozen=True, kw_only=True)
class Source:
    #: The subject kind whose things it describes.
    name: str
    #: What its documents may be, with the words of the filter.
    kinds: Mapping[str, Any]
    #: Everything that can be found, with the relations that `document` reads: for indexing again.
    things: Callable[[], QuerySet[Any]]
    #: The thing as it stands now; None where it is not to be found.
    document: Callable[[Any], Document | None]
    #: The line a result stands under.
    heading: Callable[[Any], str]
    #: Whether its documents may carry tags.
    tagged: bool = False


#: Which reaches a person may find things of: rooms that share things across register here.
reaches_open_to: list[Callable[["Person"], list[str]]] = []

_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let things of this kind be found. Their subject kind must be registered before."""
    if subjects.named(source.name) is None:
        raise LookupError(f"{source.name} is no subject kind.")
    if source.name in _sources:
        raise ValueError(f"The source {source.name} is registered already.")
    _sources[source.name] = source


def named(name: str) -> Source | None:
    return _sources.get(name)


def of(thing: Model) -> Source:
    """The source of this thing; raises LookupError where its room has registered none."""
    return _sources[subjects.of(thing).name]


def sources() -> list[Source]:
    return list(_sources.values())


def kind_choices() -> list[tuple[str, Any]]:
    """All kinds one can filter by, each once, in the order of registration."""
    labels: dict[str, Any] = {}
    for source in _sources.values():
        labels |= {kind: label for kind, label in source.kinds.items() if kind not in labels}
    return list(labels.items())


def any_tagged() -> bool:
    return any(source.tagged for source in _sources.values())
