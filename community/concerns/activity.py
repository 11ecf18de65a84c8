"""What happens to notes of concern, and whom it concerns. No name stands in any sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext

from community.activity.record import Activity
from community.concerns.models import ConcernNote
from community.concerns.policy import other_staff
from community.people.models import Person


@dataclass(frozen=True, kw_only=True)
class _Concern(Activity):
    note: ConcernNote

    @property
    def subject(self) -> ConcernNote:
        return self.note

    def url(self) -> str:
        return reverse("concern", args=[self.note.pk])


@dataclass(frozen=True, kw_only=True)
class ConcernWritten(_Concern):
    """The network's other staff are told that it is there."""

    kind: ClassVar[str] = "concern_written"

    def recipients(self) -> Iterable[Person]:
        return other_staff(self.note.network_id, self.note.written_by_id, self.note.about_id)

    def sentence(self) -> str:
        return gettext("A note of concern was written in your network.")


@dataclass(frozen=True, kw_only=True)
class HoldAsked(_Concern):
    """A hold waits for a second signature: whoever can give it is told."""

    kind: ClassVar[str] = "hold_asked"

    def recipients(self) -> Iterable[Person]:
        if self.note.asked_of is not None:
            return (self.note.asked_of,)
        return other_staff(self.note.network_id, self.note.written_by_id, self.note.about_id)

    def sentence(self) -> str:
        return gettext("A note of concern waits for a second signature. Without it, it is opened within a day.")


@dataclass(frozen=True, kw_only=True)
class ConcernTold(_Concern):
    """Whom it is about learns that it is there, and reads it."""

    kind: ClassVar[str] = "concern_told"

    def recipients(self) -> Iterable[Person]:
        return (self.note.about,)

    def sentence(self) -> str:
        return gettext("Somebody of the staff worries about you and has written it down. You can read it.")


@dataclass(frozen=True, kw_only=True)
class ConcernAnswered(_Concern):
    """Whoever wrote it reads what whom it is about has to say."""

    kind: ClassVar[str] = "concern_answered"

    def recipients(self) -> Iterable[Person]:
        return (self.note.written_by,)

    def sentence(self) -> str:
        return gettext("Somebody has answered a note of concern of yours.")


@dataclass(frozen=True, kw_only=True)
class HoldSettled(_Concern):
    """A second signature was given, or the hold was ended before its time. Only written down."""

    kind: ClassVar[str] = "hold_settled"


@dataclass(frozen=True, kw_only=True)
class ConcernOver(_Concern):
    """The worry is over. Only written down."""

    kind: ClassVar[str] = "concern_over"
