"""How the words of the demonstration become the fields of each kind of page."""

from datetime import timedelta
from html import escape
from typing import Any

from django.utils import timezone

from community import clock

ICONS = ("briefcase", "users-round", "messages-square", "store")


def rich(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


def prose(words: dict[str, Any]) -> list[tuple[str, Any]]:
    """The body of an ordinary page: its text, its sections and its remark, those that there are."""
    body: list[tuple[str, Any]] = []
    if words.get("tekst"):
        body.append(("text", rich(words["tekst"])))
    for section in words.get("afsnit", ()):
        body += [("heading", section["overskrift"]), ("text", rich(section["tekst"]))]
    if words.get("bemærkning"):
        body.append(("remark", words["bemærkning"]))
    return body


def principles(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "lead": words["indledning"],
        "items": [("principle", {"title": one["titel"], "text": one["tekst"]}) for one in words["liste"]],
        "body": [("text", rich(words["efter"]))],
    }


def activities(words: dict[str, Any]) -> dict[str, Any]:
    items = zip(words["liste"], ICONS, strict=True)
    return {
        "items": [("activity", {"title": one["titel"], "text": one["tekst"], "icon": icon}) for one, icon in items],
    }


def team(words: dict[str, Any]) -> dict[str, Any]:
    rows = [
        {
            "consultants": row["konsulenter"],
            "youths_each": str(row["unge_pr_konsulent"]),
            "youths_in_all": str(row["unge_i_alt"]),
        }
        for row in words["skala"]
    ]
    return {
        "body": prose(words),
        "staffing": [("row", row) for row in rows],
        "psychologist": str(words["psykolog"]),
    }


def municipalities(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "lead": words["tekst"],
        "implemented": [("name", name) for name in words["implementeret"]],
        "completed_course": [("name", name) for name in words["har_gennemført_forløb"]],
    }


def evaluation(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "body": prose(words),
        "reached": 1000,
        "wanted": 1200,
        "source": words["kilde"],
        "note": words["note"],
    }


def timeline(words: dict[str, Any]) -> dict[str, Any]:
    # `bemærkning` of the file is a word to the editors, not to the readers.
    return {"lead": words["tekst"], "empty_text": words["tom"]}


def contact(words: dict[str, Any]) -> dict[str, Any]:
    person = words["person"]
    return {
        "lead": words["tekst"],
        "body": [("remark", words["bemærkning"])],
        "person": person["navn"],
        "person_title": person["titel"],
        "organisation": person["organisation"],
        "address": person["adresse"],
        "phone": person["telefon"],
        "email": person["mail"],
    }


def house_rules(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "rules": [("rule", rule) for rule in words["regler"]],
        "spaces": [("space", {"space": one["rum"], "readers": one["ser"]}) for one in words["hvem_ser_hvad"]],
    }


def ordinary(words: dict[str, Any]) -> dict[str, Any]:
    return {"body": prose(words)}


def nothing(words: dict[str, Any]) -> dict[str, Any]:
    return {}


def staffing(words: dict[str, Any]) -> dict[str, Any]:
    """The same numbers as the team's page has in words, here to be counted with."""
    rows = [
        dict(zip(("consultants", "least_each", "most_each", "least_all", "most_all"), row, strict=True))
        for row in words["tabel"]
    ]
    return {
        "body": prose(words),
        "table": [("row", row) for row in rows],
        "psychologist": str(words["psykolog"]),
        "beyond": words["udover"],
    }


def news(words: dict[str, Any]) -> dict[str, Any]:
    """Told some days before the demonstration was planted."""
    told_on = timezone.localdate(clock.now()) - timedelta(days=words["dage"])
    return {"body": prose(words), "told_on": told_on}
