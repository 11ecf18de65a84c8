"""Questions of one person that are put together once and asked again and again (community.questions).

A member's page asks the same few questions each time. Who may see what depends on the memberships a person holds and
on nothing else, so all who hold the same share one text of SQL:

    topics = asked(_topic_with_story, person, topic=12)

`build(person, **numbers)` gives the queryset. It is called with a stand-in for the person and for each number, and may
use of the person the primary key, the memberships and `is_active` alone. Whole numbers only: what depends on the
present time is refused, since it would be over by the next page.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from community.membership.models import Membership
from community.people.models import Person
from community.questions import ANYBODY, KEPT, Again, Question, fits, put_together

Held = tuple[tuple[str, int | None, int | None], ...]


@lru_cache(maxsize=KEPT)
def _put_together(
    build: Callable[..., QuerySet[Any]], held: Held, is_active: bool, names: tuple[str, ...]
) -> Question | None:
    """None where the memberships open nothing, so that there is nothing to ask."""
    anybody = Person(pk=ANYBODY, is_active=is_active)
    anybody._current_memberships = [
        Membership(role=role, network_id=network_id, group_id=group_id) for role, network_id, group_id in held
    ]
    numbers = {name: ANYBODY + number for number, name in enumerate(names, start=1)}
    return put_together(build.__name__, lambda: build(anybody, **numbers), list(numbers.values()))


def _again(build: Callable[..., QuerySet[Any]], person: Person, numbers: dict[str, int]) -> Again | None:
    """None where nothing can be found, also by a number that is larger than any column."""
    if not all(fits(number) for number in numbers.values()):
        return None
    held = tuple((m.role, m.network_id, m.group_id) for m in person.current_memberships())
    question = _put_together(build, held, person.is_active, tuple(numbers))
    return question.about(dict(enumerate((person.pk, *numbers.values()), start=ANYBODY))) if question else None


def asked(build: Callable[..., QuerySet[Any]], person: Person, **numbers: int) -> list[Any]:
    """The objects that `build(person, **numbers)` finds."""
    again = _again(build, person, numbers)
    return again.objects() if again else []


def asked_for_rows(build: Callable[..., QuerySet[Any]], person: Person, **numbers: int) -> list[tuple[Any, ...]]:
    """The rows that `build(person, **numbers)`, a `values_list`, finds."""
    again = _again(build, person, numbers)
    return again.rows() if again else []
