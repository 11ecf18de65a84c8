"""Words as the search sees them: split, stemmed in Danish, and found again in a text to be marked.

PostgreSQL stems by itself with the same algorithm; SQLite is given stems. Marking is the same for both.
"""

import re
import unicodedata
from dataclasses import dataclass

import snowballstemmer
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_WORD = re.compile(r"[^\W_]+")
_SPACES = re.compile(r"\s+")

#: Words so common that they say nothing: the list of PostgreSQL's Danish configuration.
STOP_WORDS = frozenset(
    [
        "og",
        "i",
        "jeg",
        "det",
        "at",
        "en",
        "den",
        "til",
        "er",
        "som",
        "på",
        "de",
        "med",
        "han",
        "af",
        "for",
        "ikke",
        "der",
        "var",
        "mig",
        "sig",
        "men",
        "et",
        "har",
        "om",
        "vi",
        "min",
        "havde",
        "ham",
        "hun",
        "nu",
        "over",
        "da",
        "fra",
        "du",
        "ud",
        "sin",
        "dem",
        "os",
        "op",
        "man",
        "hans",
        "hvor",
        "eller",
        "hvad",
        "skal",
        "selv",
        "her",
        "alle",
        "vil",
        "blev",
        "kunne",
        "ind",
        "når",
        "være",
        "dog",
        "noget",
        "ville",
        "jo",
        "deres",
        "efter",
        "ned",
        "skulle",
        "denne",
        "end",
        "dette",
        "mit",
        "også",
        "under",
        "have",
        "dig",
        "anden",
        "hende",
        "mine",
        "alt",
        "meget",
        "sit",
        "sine",
        "vor",
        "mod",
        "disse",
        "hvis",
        "din",
        "nogle",
        "hos",
        "blive",
        "mange",
        "ad",
        "bliver",
        "hendes",
        "været",
        "thi",
        "jer",
        "sådan",
    ]
)

#: More words than this make nothing clearer.
TERMS_LIMIT = 8
#: Characters of a snippet, and how many of them stand before the first word found.
SNIPPET = 220
BEFORE = 60
#: A snippet is looked for in this much of a text.
LOOKED_AT = 20_000


def stem(word: str) -> str:
    # A stemmer keeps the word it works on: each call has its own, so that threads do not meet in one.
    return snowballstemmer.stemmer("danish").stemWord(word)


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def stems_of(text: str) -> str:
    """The text as stems, for an index that knows no Danish."""
    stemmer = snowballstemmer.stemmer("danish")
    return " ".join(stemmer.stemWords(words_of(text)))


@dataclass(frozen=True)
class Terms:
    """What somebody looks for: all of these words, and the last of them may be only begun."""

    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> "Terms":
        telling = [word for word in words_of(text) if word not in STOP_WORDS]
        return cls(tuple(dict.fromkeys(telling))[:TERMS_LIMIT])

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)

    def places_in(self, text: str) -> list[tuple[int, int]]:
        """From where to where the words stand in the text."""
        if not self.words:
            return []
        stems = self.stems
        *whole, begun = stems
        stemmer = snowballstemmer.stemmer("danish")
        places = []
        for match in _WORD.finditer(text):
            word = match[0].lower()
            # Danish stems are beginnings of their words: what begins with none of ours needs no stemming.
            if word.startswith(stems) and (word.startswith(begun) or stemmer.stemWord(word) in whole):
                places.append(match.span())
        return places


def marked(text: str, terms: Terms) -> SafeString:
    """The text, escaped, with the words marked."""
    pieces, at = [], 0
    for start, end in terms.places_in(text):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 every piece is escaped


def snippet(text: str, terms: Terms) -> SafeString:
    """The passage around the first word found, or the beginning, escaped and marked."""
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text[:LOOKED_AT]).strip())
    places = terms.places_in(text)
    start = _at_a_word(text, places[0][0] - BEFORE) if places and places[0][0] > BEFORE else 0
    end = len(text) if len(text) <= start + SNIPPET else max(_at_a_word(text, start + SNIPPET), start + BEFORE)
    passage = marked(text[start:end].strip(), terms)
    return mark_safe(f"{'… ' if start else ''}{passage}{' …' if end < len(text) else ''}")  # noqa: S308 escaped


def _at_a_word(text: str, place: int) -> int:
    """The nearest beginning of a word at or before the place, unless a word is endless."""
    space = text.rfind(" ", max(place - 30, 0), place)
    return space + 1 if space >= 0 else place
