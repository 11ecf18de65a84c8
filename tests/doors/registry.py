"""The doors by their names, and the fields that each of them feeds."""

from collections.abc import Callable

from tests.stage import Stage, fit

DOORS: dict[str, Callable[[Stage], None]] = {}


#: The door that feeds a field, by "Form.field"; words that no form reads stand by their name alone.
FED: dict[str, str] = {}


def door(*fields: str) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    def kept(write: Callable[[Stage], None]) -> Callable[[Stage], None]:
        DOORS[write.__name__] = write
        FED.update(dict.fromkeys(fields, write.__name__))
        return write

    return kept


def shifted(texts: list[str], by: int) -> list[str]:
    """The same texts beside others."""
    return texts[by % len(texts) :] + texts[: by % len(texts)]


def name_from(text: str) -> str:
    """A name that the profile takes: short, and without a comma."""
    return fit(text.replace(",", " "), 60)
