"""Questions of one person that are put together once and asked again and again (community.questions).

A member's page asks the same few questions each time. Who may see what depends on the memberships a person holds and
on nothing else, so all who hold the same share one text of SQL:

    topics = asked(_topic_with_story, person, topic=12)

`build(person, **values)` gives the queryset. It is called with a stand-in for the person and for each value (whole
numbers, moments, UUIDs and words, as in `community.questions`), and may use of the person the primary key, the
memberships and `is_active` alone. What depends on the present time is refused, since it would be over by the next page.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from community.membership.models import Membership
from community.people.models import Person
from community.questions import ANYBODY, KEPT, Again, Question, as_bound, fits, put_together, stand_in

Held = tuple[tuple[str, int | None, int | None], ...]


@lru_cache(maxsize=KEPT)
def _put_together(
    build: Callable[..., QuerySet[Any]], held: Held, is_active: bool, kinds: tuple[tuple[str, type], ...]
) -> Question | None:
    """None where the memberships open nothing, so that there is nothing to ask."""
    anybody = Person(pk=ANYBODY, is_active=is_active)
    anybody._current_memberships = [
        Membership(role=role, network_id=network_id, group_id=group_id) for role, network_id, group_id in held
    ]
    stand_ins = {name: stand_in(kind, number) for number, (name, kind) in enumerate(kinds, start=1)}
    return put_together(build.__name__, lambda: build(anybody, **stand_ins), list(stand_ins.values()))


def _again(build: Callable[..., QuerySet[Any]], person: Person, values: dict[str, Any]) -> Again | None:
    """None where nothing can be found, also by a number that is larger than any column."""
    if not all(fits(value) for value in values.values()):
        return None
    held = tuple((m.role, m.network_id, m.group_id) for m in person.current_memberships())
    kinds = tuple((name, type(value)) for name, value in values.items())
    question = _put_together(build, held, person.is_active, kinds)
    if question is None:
        return None
    known: dict[Any, Any] = {ANYBODY: person.pk}
    for number, (name, kind) in enumerate(kinds, start=1):
        known[as_bound(stand_in(kind, number), question.db)] = as_bound(values[name], question.db)
    return question.about(known)


def asked(build: Callable[..., QuerySet[Any]], person: Person, **values: Any) -> list[Any]:
    """The objects that `build(person, **values)` finds."""
    again = _again(build, person, values)
    return again.objects() if again else []


def asked_for_rows(build: Callable[..., QuerySet[Any]], person: Person, **values: Any) -> list[tuple[Any, ...]]:
    """The rows that `build(person, **values)`, a `values_list`, finds."""
    again = _again(build, person, values)
    return again.rows() if again else []
