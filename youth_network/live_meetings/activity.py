"""What happens while a meeting is held, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from community.people.models import Person
from youth_network.agendas.activity import AgendaChanged, youths_of
from youth_network.live_meetings.models import EmptyChair


@dataclass(frozen=True, kw_only=True)
class MeetingWentOn(AgendaChanged):
    """The meeting moved: begun, an item started or done, a turn taken, a line written. Every open page follows."""

    kind: ClassVar[str] = "meeting_went_on"
    #: Topics whose life it changed.
    topics: tuple[int, ...] = ()

    def live_keys(self) -> Iterable[str]:
        return [*super().live_keys(), *(f"topic:{topic}" for topic in self.topics)]


@dataclass(frozen=True, kw_only=True)
class FrameHanded(AgendaChanged):
    """The youths ask a consultant to go on from here: that consultant hears of it."""

    kind: ClassVar[str] = "frame_handed"

    def recipients(self) -> Iterable[Person]:
        led_by = self.agenda.led_by
        return Person.objects.filter(pk=led_by.person_id) if led_by else ()

    def sentence(self) -> str:
        return gettext("%(group)s asks you to go on with the meeting from here.") % {
            "group": self.agenda.meeting.group.name
        }

    def url(self) -> str:
        return reverse("live_meeting", args=[self.agenda.pk])


@dataclass(frozen=True, kw_only=True)
class MeetingEnded(MeetingWentOn):
    """The meeting is over: the group's youths who were not there hear what it talked about."""

    kind: ClassVar[str] = "meeting_ended"

    def recipients(self) -> Iterable[Person]:
        there = self.agenda.check_turns.values("membership__person_id")
        return youths_of(self.agenda.meeting.group_id).exclude(pk__in=there)

    def sentence(self) -> str:
        return gettext("See you next time. Here is what we talked about.")

    def url(self) -> str:
        return reverse("minutes", args=[self.agenda.pk])


@dataclass(frozen=True, kw_only=True)
class ChairAnswered(AgendaChanged):
    """The group answered what somebody left on an empty chair: its author hears of it."""

    kind: ClassVar[str] = "chair_answered"
    chair: EmptyChair

    @property
    def subject(self) -> models.Model:
        return self.chair

    def recipients(self) -> Iterable[Person]:
        return Person.objects.filter(pk=self.chair.author.person_id)

    def sentence(self) -> str:
        return gettext("Your group has answered you about “%(item)s”.") % {"item": self.chair.placement.item.title}

    def url(self) -> str:
        return reverse("minutes", args=[self.agenda.pk]) + f"#chair-{self.chair.pk}"
