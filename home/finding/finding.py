"""Finding what words stand in."""

from bisect import bisect_left
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from community.search.words import Terms, marked, snippet
from home.finding.documents import Document, documents
from home.podcasts.timecodes import as_timecode

#: Nobody reads on further.
MOST = 30
#: How much more a word counts that stands in the title, and how often it counts where it stands again and again.
IN_TITLE, OFTEN = 8, 5


@dataclass(frozen=True)
class Found:
    kind: Promise
    title: SafeString
    url: str
    words: SafeString
    #: The moment of a recording in which it is said, if it is.
    at: int | None = None
    clock: str = ""


def find_public(words: str, language: str) -> list[Found]:
    """What holds all of the words, the last of which may be only begun; the nearest first."""
    terms = Terms.of(words)
    if not terms:
        return []
    ranked = []
    for number, document in enumerate(documents.of(language)):
        if score := _score(document, terms.stems):
            ranked.append((-score, number, document))
    return [_found(document, terms) for _score_, _number, document in sorted(ranked, key=lambda one: one[:2])[:MOST]]


def _score(document: Document, stems: tuple[str, ...]) -> int:
    """0 where one of the words is missing."""
    *whole, begun = stems
    total = 0
    for stem in whole:
        count = document.stems.get(stem, 0)
        if not count:
            return 0
        total += min(count, OFTEN) + IN_TITLE * (stem in document.title_stems)
    begins = [
        stem for stem in document.ordered[bisect_left(document.ordered, begun) :][:MOST] if stem.startswith(begun)
    ]
    if not begins:
        return 0
    count = sum(document.stems[stem] for stem in begins)
    return total + min(count, OFTEN) + IN_TITLE * any(stem in document.title_stems for stem in begins)


def _found(document: Document, terms: Terms) -> Found:
    title, where = marked(document.title, terms), document.words
    if not terms.places_in(where):
        for passage in document.passages:
            if terms.places_in(passage.words):
                at = f"{document.url}?t={passage.start}"
                return Found(
                    document.kind, title, at, snippet(passage.words, terms), passage.start, as_timecode(passage.start)
                )
    return Found(document.kind, title, document.url, snippet(where, terms))
