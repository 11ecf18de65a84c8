"""What happens when somebody asks an author, and whom it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.asks.models import Ask
from community.people.models import Person


@dataclass(frozen=True, kw_only=True)
class AskMade(Activity):
    """The author is asked."""

    kind: ClassVar[str] = "ask_made"
    ask: Ask

    @property
    def subject(self) -> models.Model:
        return self.ask

    def recipients(self) -> Iterable[Person]:
        return (self.ask.author,)

    def sentence(self) -> str:
        return gettext("%(name)s asks you whether something of yours may be used.") % {
            "name": self.ask.asker.display_name
        }

    def url(self) -> str:
        return reverse("ask", args=[self.ask.pk])


@dataclass(frozen=True, kw_only=True)
class AskGranted(AskMade):
    """The author said yes: the asker hears of it. Of a no nobody is told, so that saying it is easy."""

    kind: ClassVar[str] = "ask_granted"

    def recipients(self) -> Iterable[Person]:
        return (self.ask.asker,)

    def sentence(self) -> str:
        return gettext("%(name)s says yes.") % {"name": self.ask.author.display_name}


@dataclass(frozen=True, kw_only=True)
class AskClosed(Activity):
    """It was declined or taken back: written down, told to nobody."""

    kind: ClassVar[str] = "ask_closed"
    ask: Ask

    @property
    def subject(self) -> models.Model:
        return self.ask
