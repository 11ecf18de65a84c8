"""The people of the demo content, as the file names them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml
from django.utils.translation import gettext_lazy as _

from community.roles import Role

CONTENT = Path(__file__).parent / "demo_content.yaml"

#: A domain that no mail ever reaches.
DOMAIN = "demo.example"

ROLE_OF_STAFF = {"ungekonsulent": Role.CONSULTANT, "psykolog": Role.PSYCHOLOGIST}


@dataclass(frozen=True)
class DemoPerson:
    id: str
    name: str
    about: str
    role: str
    #: The network's id in the file; empty for programme staff and the editor.
    network: str
    title: str

    @property
    def email(self) -> str:
        return f"{self.id}@{DOMAIN}"


#: Gives every thing of the file its own, lasting UUID.
DEMO_NAMESPACE = UUID("5f0c8f0e-5d4b-4d0c-9d6e-6b1f2f0a7c11")


def uuid_of(*parts: object) -> UUID:
    return uuid5(DEMO_NAMESPACE, ".".join(str(part) for part in parts))


@cache
def content() -> dict[str, Any]:
    return yaml.safe_load(CONTENT.read_text(encoding="utf-8"))


@cache
def demo_people() -> list[DemoPerson]:
    """Everybody one can sign in as, in the order of the file."""
    file = content()
    companies = {company["id"]: company for company in file["virksomheder"]}
    people = []
    for youth in file["unge"]:
        workplace = companies.get(youth["virksomhed"])
        title = f"{workplace['navn']}, uge {youth['uge']}" if workplace else ""
        people.append(DemoPerson(youth["id"], youth["navn"], youth["om"], Role.YOUTH, youth["netvaerk"], title))
    for company in file["virksomheder"]:
        contact = company["repræsentant"]
        title = f"{contact['titel']}, {company['navn']}"
        people.append(
            DemoPerson(contact["id"], contact["navn"], company["om"], Role.COMPANY, company["netvaerk"], title)
        )
    for staff in file["ansatte"]:
        role = ROLE_OF_STAFF[staff["rolle"]]
        people.append(
            DemoPerson(staff["id"], staff["navn"], staff["om"], role, staff["netvaerk"], staff.get("titel", ""))
        )
    for programme in file["program"]:
        people.append(DemoPerson(programme["id"], programme["navn"], programme["om"], Role.PROGRAMME, "", ""))
    for editor in file["redaktion"]:
        people.append(DemoPerson(editor["id"], editor["navn"], editor["om"], "editor", "", ""))
    return people


#: Headings of the demo sign-in page, in its order.
KINDS = (
    (Role.YOUTH, _("Youths")),
    (Role.COMPANY, _("Companies")),
    (Role.CONSULTANT, _("Youth consultants")),
    (Role.PSYCHOLOGIST, _("Psychologist")),
    (Role.PROGRAMME, _("Programme staff")),
    ("editor", _("Editor of the public pages")),
)
