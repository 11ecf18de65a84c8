"""The data map, read from data_map.yaml: why anything is kept, by which right, how long and who sees it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db.models import Model
from django.utils.translation import get_language

FILE = Path(__file__).with_name("data_map.yaml")
#: What each kind says, in Danish and English.
SAID = ("name", "purpose", "basis", "period", "sees")


@dataclass(frozen=True)
class Kind:
    """One kind of data, in one language."""

    key: str
    name: str
    purpose: str
    basis: str
    period: str
    sees: str
    personal: bool
    #: What erases it when its period is over.
    jobs: tuple[str, ...]


@dataclass(frozen=True)
class DataMap:
    kinds: dict[str, Any]
    #: Table -> field -> the key of its kind.
    tables: dict[str, dict[str, str]]
    #: Tables that look otherwise, or are not there, on the other database.
    of_one_database: frozenset[str]

    def kind(self, key: str, language: str) -> Kind:
        told = self.kinds[key]
        said = {name: told[name].get(language) or told[name]["en"] for name in SAID}
        return Kind(key=key, personal=told["personal"], jobs=tuple(told.get("jobs", ())), **said)

    def told(self, language: str | None = None, *, personal: bool = True) -> list[Kind]:
        """The kinds of personal data (or all) in this language, or that of the reader, in the order of the file."""
        language = (language or get_language() or "en")[:2]
        kinds = [self.kind(key, language) for key in self.kinds]
        return [kind for kind in kinds if kind.personal or not personal]

    def fields_of(self, key: str) -> Iterator[tuple[str, list[str]]]:
        """Table and fields that are of this kind."""
        for table, fields in self.tables.items():
            if named := [field for field, kind in fields.items() if kind == key]:
                yield table, named


@cache
def the_map() -> DataMap:
    read = yaml.safe_load(FILE.read_text())
    tables: dict[str, dict[str, str]] = {}
    for table, rows in read["tables"].items():
        tables[table] = {}
        for kind, fields in rows.items():
            for field in fields:
                if field in tables[table]:
                    raise ValueError(f"{table}.{field} stands twice in the data map.")
                tables[table][field] = kind
    return DataMap(read["kinds"], tables, frozenset(read["of_one_database"]))


def every_table() -> list[type[Model]]:
    """Every table of the site, also those of libraries and those that join two others."""
    return sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label)


def every_field(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.local_fields}
