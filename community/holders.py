"""Holders of own data: what each room keeps of a person, how they get a copy of it, and what leaving does with it.

Every room that keeps something of a person registers a Holder in AppConfig.ready(). The copy that somebody takes home,
what the page says beforehand goes and stays, and the leaving itself all go through this list (community/own_data), so
that no room can be forgotten in one of them: a test holds every table that names a person against it.

    holders.register(
        Holder(
            name="notices",                       # of its section in the copy; lasting
            title=_("Notices and mails"),
            place=60,
            models=("community.Notification", …),
            entries=…,                            # what goes into the copy
            fates=…,                              # how much there is, and which way of leaving it goes with
            leave=…,                              # the deed
        )
    )
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from community.people.models import Person


class Way(models.TextChoices):
    """The two ways to leave."""

    ERASE = "erase", _("Erase everything")
    ANONYMISE = "anonymise", _("Let my words stay without my name")


BOTH = frozenset(Way)
ONLY_ERASING = frozenset({Way.ERASE})
NEITHER: frozenset[Way] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """A file of one's own, for the copy."""

    #: Unlike any other in its holder; no name that a file came with.
    name: str
    #: Raises FileNotFoundError where it is gone meanwhile.
    open: Callable[[], IO[bytes]]
    #: "picture", "voice" or "file": how the page shows it.
    kind: str = "file"
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in the copy, in words of the reader's language and as data."""

    title: str = ""
    at: datetime | None = None
    words: str = ""
    #: Label and value.
    facts: tuple[tuple[Any, Any], ...] = ()
    files: tuple[OwnFile, ...] = ()
    #: What a machine reads besides: ready for JSON (numbers, texts, moments, lists of those).
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How much there is of something, and which ways of leaving it goes with; with the others it stays."""

    count: int
    #: With the number in it, such as "3 messages".
    words: str
    goes: frozenset[Way]


@dataclass(frozen=True, kw_only=True)
class Holder:
    name: str
    title: Any
    #: Where its section stands in the copy and in the lists: small numbers first.
    place: int
    #: Tables it answers for, as Django labels them.
    models: tuple[str, ...]
    entries: "Callable[[Person], Iterable[Entry]]"
    fates: "Callable[[Person], Iterable[Fate]]"
    #: Bears being called again after a crash, and finds nothing left to do then. In transactions of its own, so that
    #: nobody else waits long.
    leave: "Callable[[Person, Way], object]"


_holders: dict[str, Holder] = {}

#: Kinds of subjects (community.subjects) that belong to a workplace or a group: files on them stay with it.
shared_subjects: set[str] = set()


def register(holder: Holder) -> None:
    if holder.name in _holders:
        raise ValueError(f"The holder {holder.name} is registered already.")
    _holders[holder.name] = holder


def all_holders() -> list[Holder]:
    """In the order in which leaving goes through them: upper floors first, since theirs hangs on what lies below."""
    return list(_holders.values())


def in_order() -> list[Holder]:
    """In the order in which a person reads of them."""
    return sorted(_holders.values(), key=lambda holder: holder.place)


def nothing_to_do(person: "Person", way: Way) -> None:
    """Of those who keep numbers and times alone, which name nobody once the account is empty."""
