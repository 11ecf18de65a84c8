"""Finding what somebody wrote in others' quotes of it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from community.people.own_data import former_member

#: A shorter line may be anybody's.
_TELLING = 12
_QUOTED = re.compile(r"\s{0,3}> ?")
_QUOTED_DEEPLY = re.compile(r"(?:\s{0,3}> ?)+")


def telling_lines(bodies: Iterable[str]) -> set[str]:
    """The lines of these words that are long enough to be known again."""
    return {line.strip() for body in bodies for line in body.split("\n") if len(line.strip()) >= _TELLING}


def whole_words(body: str) -> tuple[str, ...]:
    """The lines that a quote of the whole post has: what it quotes itself is left out."""
    return tuple(line.strip() for line in body.split("\n") if line.strip() and not _QUOTED.match(line))


@dataclass(frozen=True, kw_only=True)
class Quotes:
    """Finds quotes in others' words: by the first line, which names whom one quotes; by a line that was written; by
    being the whole of it, however short."""

    wrote: set[str]
    lines: set[str]
    whole: frozenset[tuple[str, ...]] = frozenset()
    #: The sentence in place of a quote.
    instead: str
    #: How quoted words read where they stay; None where they go.
    kept: Callable[[str], str] | None = None

    def change(self, text: str) -> str:
        made: list[str] = []
        block: list[str] = []
        for line in [*text.split("\n"), None]:
            if line is not None and _QUOTED.match(line):
                block.append(line)
                continue
            made += self._block(block) if block else []
            block = []
            if line is not None:
                made.append(line)
        return "\n".join(made)

    def _block(self, block: list[str]) -> list[str]:
        said = [_QUOTED_DEEPLY.sub("", line, count=1).strip() for line in block]
        named = said[0].lower() in self.wrote
        words = tuple(filter(None, said))
        is_whole = words in self.whole or words[1:] in self.whole
        if not named and not is_whole and not any(self._is_theirs(line) for line in said):
            return block
        with translation.override(settings.LANGUAGE_CODE):
            if self.kept is None:
                return ["> " + self.instead]
            first = "> " + _("%(name)s wrote:") % {"name": former_member()}
        return [first if named else self.kept(block[0]), *(self.kept(line) for line in block[1:])]

    def _is_theirs(self, line: str) -> bool:
        if line in self.lines:
            return True
        # A quote that was cut ends in the midst of a line.
        cut = line.removesuffix("…").rstrip()
        return line.endswith("…") and len(cut) >= _TELLING and any(whole.startswith(cut) for whole in self.lines)
