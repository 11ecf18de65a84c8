"""How one's own words read without one's name, once one has left."""

import re
from collections.abc import Callable

from community.people.models import Person
from community.people.own_data import former_member
from community.spaces.naming import names_of


def nameless(person: Person) -> Callable[[str], str]:
    """The person's name, address and number replaced in words of their own. Asked before the name is gone."""
    if person.left_at is not None:
        return lambda text: text
    whole, _first = names_of(person.display_name)
    first = person.display_name.split()[0] if person.display_name.split() else ""
    exact = [re.escape(first)] if len(first) > 2 else []
    anyhow = [re.escape(one) for one in (whole, person.email, person.phone) if len(one) > 2]
    patterns = [re.compile(rf"(?<!\w)(?:{one})(?=s?(?!\w))", re.IGNORECASE) for one in anyhow]
    # Of several words a name may be one: as it is written, and as a whole.
    patterns += [re.compile(rf"(?<!\w){one}(?=s?(?!\w))") for one in exact]

    def change(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(former_member().lower(), text)
        return text

    return change
