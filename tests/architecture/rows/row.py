"""One row of the table of who may do what through which address, and how a row names its address."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.personas import CAST, World

EVERYBODY = " ".join(CAST)


MEMBERS = " ".join(name for name in CAST if name != "visitor")


SIGN_IN = "sign-in"


#: Who sees Torsdagsholdet's space, as design.md section 2 has it.
OWN_GROUP = "freja amina signe tine"


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    path: Callable[[World], str]
    allowed: str = ""
    status: int = 200
    otherwise: int = 404
    visitor: int | str = SIGN_IN
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    headers: dict[str, str] = field(default_factory=dict)
    #: Who may see it, but not do this with it: 403 and a sentence.
    refused: str = ""
    #: Who may see it, but not do this with it, and gets what was typed back in the page: 422 and a sentence.
    given_back: str = ""
    #: What tells rows of one route and method apart.
    about: str = ""

    def expected(self, persona: str) -> int | str:
        if persona == "visitor" and "visitor" not in self.allowed.split():
            return self.visitor
        if persona in self.refused.split():
            return 403
        if persona in self.given_back.split():
            return 422
        return self.status if persona in self.allowed.split() else self.otherwise

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.about)))


def at(name: str, *args: Callable[[World], Any]) -> Callable[[World], str]:
    """The route's address with arguments taken from the world."""
    return lambda world: reverse(name, args=[arg(world) for arg in args])
