"""What happens to agendas, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.membership.models import Group, Membership
from community.people.models import Person
from community.roles import Role as PersonRole
from youth_network.agendas.models import Agenda, AgendaItem


def key_of(agenda_id: int) -> str:
    """The live key of a meeting's agenda and of the meeting itself."""
    return f"agenda:{agenda_id}"


def youths_of(group_id: int) -> "models.QuerySet[Person]":
    present = Membership.objects.current().filter(group=group_id, role=PersonRole.YOUTH)
    return Person.objects.filter(pk__in=present.values("person_id"))


@dataclass(frozen=True, kw_only=True)
class AgendaChanged(Activity):
    """Something on the table changed: open pages show it, and nobody is notified."""

    agenda: Agenda

    @property
    def subject(self) -> models.Model:
        return self.agenda

    def url(self) -> str:
        return reverse("agenda", args=[self.agenda.pk])

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.agenda.pk),)


@dataclass(frozen=True, kw_only=True)
class VoteCast(AgendaChanged):
    """Who votes for what is nobody's business: the record holds no actor, and open pages only learn that something
    changed, which they show to each reader as that reader may see it."""

    kind: ClassVar[str] = "vote_cast"


@dataclass(frozen=True, kw_only=True)
class VoteTakenBack(AgendaChanged):
    kind: ClassVar[str] = "vote_taken_back"


@dataclass(frozen=True, kw_only=True)
class RoleTaken(AgendaChanged):
    kind: ClassVar[str] = "meeting_role_taken"


@dataclass(frozen=True, kw_only=True)
class RoleHandedBack(AgendaChanged):
    kind: ClassVar[str] = "meeting_role_handed_back"


@dataclass(frozen=True, kw_only=True)
class ItemsOrdered(AgendaChanged):
    kind: ClassVar[str] = "items_ordered"


@dataclass(frozen=True, kw_only=True)
class AgendaOpened(AgendaChanged):
    kind: ClassVar[str] = "agenda_opened"


@dataclass(frozen=True, kw_only=True)
class VotesClosed(AgendaChanged):
    """The votes have closed and the order stands: the group's youths hear of it."""

    kind: ClassVar[str] = "votes_closed"

    def recipients(self) -> Iterable[Person]:
        return youths_of(self.agenda.meeting.group_id)

    def sentence(self) -> str:
        return gettext("The agenda of your next meeting is ready.")


@dataclass(frozen=True, kw_only=True)
class ClosingSet(Activity):
    """The group chose another hour for its votes to close: open pages show it, and nobody is notified."""

    kind: ClassVar[str] = "closing_set"
    group: Group
    agendas: tuple[int, ...]

    @property
    def subject(self) -> models.Model:
        return self.group

    def live_keys(self) -> Iterable[str]:
        return [key_of(agenda) for agenda in self.agendas]


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Activity):
    """Something became of an item: the tables it lies on show it."""

    kind: ClassVar[str] = "item_changed"
    item: AgendaItem
    agenda_id: int | None

    @property
    def subject(self) -> models.Model:
        return self.item

    def url(self) -> str:
        return reverse("agenda", args=[self.agenda_id]) if self.agenda_id else ""

    def live_keys(self) -> Iterable[str]:
        return (key_of(self.agenda_id),) if self.agenda_id else ()


@dataclass(frozen=True, kw_only=True)
class ItemProposed(ItemChanged):
    """Where it grew out of somebody's topic, the teller hears that it is on the table; nobody else is notified."""

    kind: ClassVar[str] = "item_proposed"

    def recipients(self) -> Iterable[Person]:
        topic = self.item.topic
        return Person.objects.filter(pk=topic.author_id) if topic else ()

    def sentence(self) -> str:
        topic = self.item.topic
        return gettext("Your topic “%(topic)s” is on the agenda.") % {"topic": topic.title if topic else ""}

    def live_keys(self) -> Iterable[str]:
        keys = list(super().live_keys())
        return [*keys, f"topic:{self.item.topic_id}"] if self.item.topic_id else keys


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawn(ItemChanged):
    kind: ClassVar[str] = "item_withdrawn"


@dataclass(frozen=True, kw_only=True)
class ItemPutBack(ItemChanged):
    """A withdrawn or parked item lies on the table again."""

    kind: ClassVar[str] = "item_put_back"


@dataclass(frozen=True, kw_only=True)
class ItemTakenDown(ItemChanged):
    """A consultant took an item down: the group's youths hear of it; the rule and the reason stand on the page."""

    kind: ClassVar[str] = "item_taken_down"

    def recipients(self) -> Iterable[Person]:
        return youths_of(self.item.group_id)

    def sentence(self) -> str:
        by = self.item.taken_down_by
        return gettext("%(name)s has taken an item off your agenda. The rule and the reason stand there.") % {
            "name": by.person.display_name if by else ""
        }
