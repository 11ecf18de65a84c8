"""What a composer begins with: nothing, or what the person left there unsent. Drafts register how it is found."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from community.people.models import Person
from forums.topics.models import Topic


@dataclass(frozen=True)
class Begun:
    """What somebody began to write and has not sent: the fields of the form as they stood."""

    values: dict[str, list[str]]
    #: Names this state of the words; grows with each saving.
    version: int
    #: The device it was written on.
    device: str = ""

    @property
    def initial(self) -> dict[str, str]:
        return {name: values[0] for name, values in self.values.items() if values}

    @property
    def as_json(self) -> str:
        return json.dumps(self.values)


#: Finds what the person began in the composer of this key ("reply:12"); the topic, where its query knows it already.
finders: list[Callable[[Person, str, Topic | None], Begun | None]] = []


def begun_in(person: Person, key: str, topic: Topic | None = None) -> Begun | None:
    return next((begun for find in finders if (begun := find(person, key, topic))), None)


def initial_of(begun: Begun | None) -> dict[str, Any]:
    return dict(begun.initial) if begun else {}
