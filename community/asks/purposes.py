"""What an author can be asked for: the one named point. Upper rooms register theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from community.asks.models import Ask
from community.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Purpose:
    #: Lasting: rows name it.
    name: str
    model: type[Model]
    #: The read gate of the thing asked about.
    visible_to: Callable[[Person], "QuerySet[Any]"]
    author: Callable[[Any], Person | None]
    #: Whether this person may ask for it, for this place.
    may_ask: Callable[[Person, Any, int], bool]
    #: What the author reads, and who will see the thing then.
    question: Callable[[Ask, Any], str]
    who_sees: Callable[[Ask, Any], str]
    #: The deed that a yes allows, in its transaction; raises Refused where it is not possible any more.
    on_yes: Callable[[Ask, Any], object]
    #: What the asker reads after a no: that the thing stays where it is, and that this is quite all right.
    after_no: Callable[[Ask, Any], str]
    #: Where the thing stands, and where the asker sees what a yes made.
    thing_url: Callable[[Any], str]
    url: Callable[[Ask], str]

    def thing(self, person: Person, ask: Ask) -> Any | None:
        """The thing, where the person may see it now."""
        return self.visible_to(person).filter(pk=ask.subject_id).first()


def standing(ask: Ask, person: Person) -> tuple[Purpose, Any] | None:
    """The purpose and the thing of a question, while the person sees the thing; else there is no question for them."""
    purpose = _purposes.get(ask.purpose)
    thing = purpose.thing(person, ask) if purpose else None
    return (purpose, thing) if purpose is not None and thing is not None else None


def standing_asks(person: Person) -> "QuerySet[Ask]":
    """The questions the person sees, without those about a thing that is gone for them."""
    stands = Q(pk=None)
    for purpose in _purposes.values():
        things = purpose.visible_to(person).order_by().values("pk")
        stands |= Q(purpose=purpose.name, subject_id__in=things)
    return Ask.objects.visible_to(person).filter(stands)


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> None:
    """Let authors be asked for this. A name registers once."""
    if purpose.name in _purposes:
        raise ValueError(f"The purpose {purpose.name} is registered already.")
    _purposes[purpose.name] = purpose


def named(name: str) -> Purpose | None:
    return _purposes.get(name)
