"""What people can be told: the one named point where rooms say how a fact is told again, and who may still hear it.

A notification stores no words. Its sentence is made when it is read, from the thing as it stands then, and only for
somebody who may see the thing then: what is deleted, hidden or out of reach disappears from list, count and mail.

    from community.notifications import kinds

    kinds.register(
        kinds.Kind(
            activity=ReplyPosted,
            label=_("Somebody answers where you told or answered something"),
            visible_to=Post.objects.visible_to,
            retell=lambda post: ReplyPosted(actor=post.author, post=post),
            select_related=("author", "topic__board__space__group", "topic__board__space__network"),
            space=lambda post: post.topic.board.space,
            thread=lambda post: f"topic:{post.topic_id}",
            mail=kinds.Mail(subject=_("A new answer for you"), general=_("Somebody has answered you."), words=...),
        )
    )

One person hears once about one thing. Where a thing concerns somebody in several ways (a post mentions them, answers
them, and stands in a topic they follow), the kind that was told first is the one they hear: a room records the nearest
first, and an activity names the further ones in `retold`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from community.activity.record import Activity
from community.notifications.rhythm import Rhythm
from community.people.models import Person
from community.roles import SpaceKind
from community.spaces.models import Space
from community.undo import UNDO_TAKEN_FOR

SOMETHING_NEW = _("There is something new for you.")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """How a kind goes by mail. What a mail may hold is not the room's choice: see `holds_words`."""

    #: The subject line in the company space: a fixed text, lazily translated, never with a name or a title in it.
    subject: Any
    #: What happened, in words that fit any shared screen: all that a mail about a youth space says of it. A function
    #: of the thing where it says when something is.
    general: Any = SOMETHING_NEW
    #: What was written, for the mail about the company space.
    words: Callable[[Any], str] = field(default=lambda subject: "")
    #: How long a mail waits at least; who has seen the thing in the app by then gets none.
    delay: timedelta = UNDO_TAKEN_FOR
    #: How often it comes for those who chose nothing.
    rhythm: str = Rhythm.AT_ONCE
    #: Whether a mail of several days tells of it before all else.
    leads: bool = False
    #: Whether it goes at once whatever the person chose: in their quiet hours too, and with no way to stop it. For
    #: calling somebody of the staff to a person in need, and for nothing else.
    urgent: bool = False


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
    #: Who may see the thing now, where others may than the readers of its space.
    readers: Callable[[Any], QuerySet[Person]] | None = None
    #: The page that tells of it, as a name and a number: several news of one page are one line and one mail.
    thread: Callable[[Any], str] = field(default=lambda subject: f"{subject._meta.label_lower}:{subject.pk}")
    #: Whether this person can ever be told of it: others are not asked how often they want its mail.
    concerns: Callable[[Person], bool] = field(default=lambda person: True)
    #: Whether it tells that the thing is there, which a person hears once, or what became of it.
    announces: bool = True
    #: Whether it stays new through a break (community/breaks); other news of that time is then only listed.
    waits: bool = False
    #: Whether it is told to companies and staff alone and holds nothing of youths, so that a mail may say its words
    #: though it stands in no space.
    among_adults: bool = False
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

    def who_may_see(self, subject: Model, people: QuerySet[Person]) -> list[Person]:
        """Those of the people who may see the thing now: by its space in one query, otherwise asked one by one."""
        people = people.filter(is_active=True).order_by("pk")
        space = self.space(subject)
        readers = self.readers(subject) if self.readers else space.readers() if space else None
        if readers is not None:
            return list(people.filter(pk__in=readers.values("pk")))
        return [person for person in people if self.visible_to(person).filter(pk=subject.pk).exists()]

    def holds_words(self, subject: Model) -> bool:
        """Whether a mail may hold what was written: in the company space, and what is told among adults.

        The mailbox of a youth may be open on a shared screen, and mail passes through strangers' machines.
        """
        space = self.space(subject)
        return self.among_adults if space is None else space.kind == SpaceKind.COMPANY


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let people be told of this fact. Rooms call it in AppConfig.ready(); a name registers once."""
    if kind.name in _kinds:
        raise ValueError(f"The kind {kind.name} is registered already.")
    _kinds[kind.name] = kind


def named(name: str) -> Kind | None:
    return _kinds.get(name)


def announcing() -> list[str]:
    """The names of the kinds of which a person hears one about one thing."""
    return [kind.name for kind in _kinds.values() if kind.announces]


def waiting() -> list[str]:
    """The names of the kinds that stay new through a break."""
    return [kind.name for kind in _kinds.values() if kind.waits]


def mailed() -> list[Kind]:
    """The kinds that go by mail, in the order rooms registered them."""
    return [kind for kind in _kinds.values() if kind.mail]


def urgent() -> list[str]:
    """The names of the kinds whose mail nothing holds up."""
    return [kind.name for kind in _kinds.values() if kind.mail and kind.mail.urgent]


def seen_by(person: Person) -> Q:
    """What a notification must be about for the person to see it now; a kind that no room knows is never seen."""
    by_gate: dict[Callable[[Person], QuerySet[Any]], list[str]] = {}
    for kind in _kinds.values():
        by_gate.setdefault(kind.visible_to, []).append(kind.name)
    seen = Q(pk__in=[])
    for visible_to, names in by_gate.items():
        # Asked of each notification by the thing's key: a list of all that may be seen would be read for every page.
        seen |= Q(Exists(visible_to(person).filter(pk=OuterRef("subject_id"))), kind__in=names)
    return seen
