"""What people can be told: the one named point where rooms say how a fact is told again, and who may still hear it.

A notification stores no words. Its sentence is made when it is read, from the thing as it stands then, and only for
somebody who may see the thing then: what is deleted, hidden or out of reach disappears from list, count and mail.

    from community.notifications import kinds

    kinds.register(
        kinds.Kind(
            activity=ReplyPosted,
            label=_("Somebody answers where you told or answered something"),
            visible_to=lambda person: Post.objects.visible_to(person),
            retell=lambda post: ReplyPosted(actor=post.author, post=post),
            select_related=("author", "topic__board__space__group", "topic__board__space__network"),
            space=lambda post: post.topic.board.space,
            mail=kinds.Mail(subject=_("A new answer for you"), words=lambda post: post.body),
        )
    )
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from community.activity.record import Activity
from community.people.models import Person
from community.roles import SpaceKind
from community.spaces.models import Space


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How a kind goes by mail. What a mail may hold is not the room's choice: see `holds_words`."""

    #: The subject line in the company space: a fixed text, lazily translated, never with a name or a title in it.
    subject: Any
    #: What was written, for the mail about the company space.
    words: Callable[[Any], str] = field(default=lambda subject: "")
    #: How long a mail waits; who has seen the thing in the app by then gets none.
    delay: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Kind:
    #: The fact it tells of; its `kind` names this kind too.
    activity: type[Activity]
    #: What a person chooses by in their settings; lazily translated.
    label: Any
    #: The read gate of the thing: the same queryset that lists, search and pages use.
    visible_to: Callable[[Person], QuerySet[Any]]
    #: The activity made anew from the thing as it stands: its sentence and url are what the recipient gets.
    retell: Callable[[Any], Activity]
    #: The space the thing stands in; None where it stands in none.
    space: Callable[[Any], Space | None] = field(default=lambda subject: None)
    #: Relations that sentence, url and space read.
    select_related: tuple[str, ...] = ()
    #: None: told in the app only.
    mail: Mail | None = None

    @property
    def name(self) -> str:
        return self.activity.kind

    def things(self, person: Person, ids: Iterable[int]) -> dict[int, Any]:
        """Those of the things that the person may see now, by primary key, in one query."""
        return self.visible_to(person).select_related(*self.select_related).in_bulk(list(ids))

    def who_may_see(self, subject: Model, person_ids: Iterable[int]) -> list[Person]:
        """Those of the people who may see the thing now: by its space in one query, otherwise asked one by one."""
        people = Person.objects.filter(pk__in=person_ids, is_active=True).order_by("pk")
        if space := self.space(subject):
            return list(people.filter(pk__in=space.readers().values("pk")))
        return [person for person in people if self.visible_to(person).filter(pk=subject.pk).exists()]

    def holds_words(self, subject: Model) -> bool:
        """Whether a mail may hold what was written: in the company space alone.

        The mailbox of a youth may be open on a shared screen, and mail passes through strangers' machines.
        """
        space = self.space(subject)
        return space is not None and space.kind == SpaceKind.COMPANY


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let people be told of this fact. Rooms call it in AppConfig.ready(); a name registers once."""
    if kind.name in _kinds:
        raise ValueError(f"The kind {kind.name} is registered already.")
    _kinds[kind.name] = kind


def named(name: str) -> Kind | None:
    return _kinds.get(name)


def mailed() -> list[Kind]:
    """The kinds that go by mail, in the order rooms registered them."""
    return [kind for kind in _kinds.values() if kind.mail]


def seen_by(person: Person) -> Q:
    """What a notification must be about for the person to see it now; a kind that no room knows is never seen."""
    seen = Q(pk__in=[])
    for kind in _kinds.values():
        seen |= Q(kind=kind.name, subject_id__in=kind.visible_to(person).values("pk"))
    return seen
