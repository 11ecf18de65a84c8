"""Notes of concern of the demo, and who of its staff opened what: so that the pages about them show something."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from community import clock
from community.audit.models import AuditEntry, Reason
from community.audit.operations import enter
from community.concerns.entered import CONCERN_READ
from community.concerns.models import ConcernNote
from community.concerns.operations import answer_concern, end_concern, write_concern
from community.membership.entered import MEMBERS_LISTED
from community.membership.models import Membership
from community.people.models import Person
from community.second_look.operations import month_before

CONTENT = Path(__file__).parent / "concerns.yaml"
#: On how many days of the last weeks the members of the first network were listed.
LISTED_DAYS = (2, 7, 16)


def _when(told: dict[str, Any]) -> datetime:
    """So many days ago, or on that day of last month, of which a lot is drawn."""
    now = timezone.localtime(clock.now()).replace(hour=11, minute=20, second=0, microsecond=0)
    if day := told.get("sidste_maaned"):
        month = month_before(now.date())
        return now.replace(year=month.year, month=month.month, day=day)
    return now - timedelta(days=told["dage_siden"])


@transaction.atomic
def load_concerns(people: dict[str, Person]) -> None:
    """Again changes nothing: a note is known by whom it is about, its writer and its words."""
    for told in yaml.safe_load(CONTENT.read_text(encoding="utf-8"))["notater"]:
        about, writer = people[told["om"]], people[told["skrevet_af"]]
        if not ConcernNote.objects.filter(about=about, written_by=writer, what=told["hvad"]).exists():
            _load_note(people, told, about, writer)
    if not AuditEntry.objects.filter(verb=MEMBERS_LISTED.name).exists():
        network = Membership.objects.get(person=people["signe"], ended_at=None).network
        for days in LISTED_DAYS:
            with clock.at(clock.now() - timedelta(days=days)):
                enter(
                    actor=people["signe"],
                    verb=MEMBERS_LISTED.name,
                    subject=network,
                    reason=Reason.CARE,
                    network=network,
                )


def _load_note(people: dict[str, Person], told: dict[str, Any], about: Person, writer: Person) -> None:
    network = Membership.objects.get(person=about, ended_at=None).network
    assert network is not None
    written = _when(told)
    with clock.at(written):
        note = write_concern(
            actor=writer,
            network=network,
            about=about,
            what=told["hvad"],
            told_to=told["til"],
            why=told["hvorfor"],
            next_step=told["naeste"],
        )
    for hours, reader in enumerate(told["laest_af"], start=1):
        with clock.at(written + timedelta(hours=hours)):
            enter(
                actor=people[reader],
                verb=CONCERN_READ.name,
                subject=note,
                reason=Reason.SAFETY,
                about=about,
                network=network,
            )
    with clock.at(written + timedelta(hours=20)):
        answer_concern(actor=about, note=note, answer=told["svar"])
    if told.get("overstaaet"):
        with clock.at(written + timedelta(days=6)):
            end_concern(actor=writer, note=note)
