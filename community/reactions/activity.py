"""What happens to words, without a name: nobody is told, and the record does not say who."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from community.activity.record import Activity
from community.reactions.models import ReactionWord
from community.subjects import of


@dataclass(frozen=True, kw_only=True)
class Reacted(Activity):
    """Somebody gave a word; open pages show it. `actor` stays empty."""

    kind: ClassVar[str] = "reacted"
    thing: Any

    @property
    def subject(self) -> Any:
        return self.thing

    def live_keys(self) -> Iterable[str]:
        return of(self.thing).live_keys(self.thing)


@dataclass(frozen=True, kw_only=True)
class ReactionTakenBack(Reacted):
    kind: ClassVar[str] = "reaction_taken_back"


@dataclass(frozen=True, kw_only=True)
class ReactionWordChanged(Activity):
    """A consultant changed which words a space offers."""

    kind: ClassVar[str] = "reaction_word_changed"
    word: ReactionWord

    @property
    def subject(self) -> ReactionWord:
        return self.word
