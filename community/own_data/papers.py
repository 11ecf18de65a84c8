"""The records of processing (Article 30) and a draft of the impact assessment (Article 35), made from the data map.

They are for the controller and its data protection officer in a Danish municipality, and so they are in Danish: what
stands around the map is in records.md and assessment.md.
"""

from pathlib import Path

from community.own_data.data_map import DataMap
from community.retention import periods

#: File in docs/ -> the text around the map.
PAPERS = {"records-of-processing.md": "records.md", "dpia.md": "assessment.md"}


def paper(data_map: DataMap, name: str) -> str:
    """One of the papers, whole."""
    text = Path(__file__).with_name(PAPERS[name]).read_text()
    for part, made in (("kinds", _kinds(data_map)), ("jobs", _jobs()), ("fields", _fields(data_map))):
        text = text.replace("{" + part + "}", made)
    return text


def _table(*rows: tuple[str, ...]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *body])


def _kinds(data_map: DataMap) -> str:
    told = [(one.name, one.purpose, one.basis, one.period, one.sees) for one in data_map.told("da")]
    return _table(("oplysninger", "formål", "hjemmel", "hvor længe", "hvem ser det"), *told)


def _jobs() -> str:
    told = [(f"`{one.job}`", one.what, _days(one.kept_for.total_seconds())) for one in periods()]
    return _table(("opgave", "hvad (på softwarens sprog)", "gemt i"), *told)


def _fields(data_map: DataMap) -> str:
    def of(key: str) -> str:
        return "; ".join(f"`{table}` ({', '.join(fields)})" for table, fields in data_map.fields_of(key))

    return "\n\n".join(f"**{kind.name}**: {of(kind.key)}" for kind in data_map.told("da"))


def _days(seconds: float) -> str:
    if seconds >= 2 * 86_400:
        return f"{seconds / 86_400:g} dage"
    return f"{seconds / 3600:g} timer" if seconds >= 3600 else f"{seconds:g} sekunder"
