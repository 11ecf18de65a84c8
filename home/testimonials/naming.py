"""Names in a text that might be those of people who were never asked. A guess for a person to look at, no more."""

import re

#: Letters at the most of which a text is looked through, and names at the most that are told.
LOOKED_AT, MOST = 40_000, 6
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: After one of these, or at the beginning, a capital says nothing.
_BEGINS = re.compile(r"(?:^|[.?!:…”\"»“„«(‘]|\n|[-–•*]\s)\s*$")
#: What is no person's name. English writes days, months and peoples with a capital.
_HOUSES = "NExTWORK ROCKWOOL Fonden Fondens Interventionsenhed Intervention Unit Foundation Institute Fiscal Studies"
_HOUSES += " Datatilsynet Digitaliseringsstyrelsen WCAG WAS-Tool QR Data Protection Agency Digital Government"
_PLACES = "Danmark Denmark København Copenhagen London Europa Europe"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
_DAYS += " September October November December Danish Dansk English Engelsk"
_ADDRESSED = "I Jer Jeres De Dem Deres Du Din Taler Speaker"
KNOWN = frozenset(f"{_HOUSES} {_PLACES} {_DAYS} {_ADDRESSED}".split())


def names_in(text: str, language: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Words with a capital where the language writes one only for names; several in a row are one name."""
    text = text[:LOOKED_AT]
    found: list[str] = []
    run: list[str] = []
    run_begins = False
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        capital = word[0].isupper() and not word.isupper() and not {word, word.removesuffix("s")} & (KNOWN | known)
        joined = bool(run) and text[end : match.start()] == " "
        if run and not (capital and joined):
            _note(found, run, run_begins, language)
            run = []
        if capital:
            if not run:
                run_begins = bool(_BEGINS.search(text[max(0, match.start() - 6) : match.start()]))
            run.append(word)
        end = match.end()
    if run:
        _note(found, run, run_begins, language)
    return found[:MOST]


def _note(found: list[str], run: list[str], begins: bool, language: str) -> None:
    # One word that begins a sentence is any word; in English one word alone may be a street, a day or a people.
    if len(run) == 1 and (begins or language == "en"):
        return
    name = " ".join(run)
    if name not in found:
        found.append(name)
