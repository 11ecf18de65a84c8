"""The demo's companies: their pages, offers, practice, questions and the next meeting, in their own voices.

Through the operations, with the clock set to each moment; loading again changes nothing.
"""

from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db import transaction
from django.utils import timezone

from community import clock
from community.meetings.models import Meeting
from community.meetings.occurrences import moment
from community.meetings.operations import open_meeting
from community.membership.models import Membership, Network
from community.people.models import Person
from community.roles import GroupKind, Role, SpaceKind
from company_network.agenda.models import PointKind
from company_network.agenda.operations import propose_point
from company_network.companies.models import Company, Representative, Trade
from company_network.companies.operations import begin_representing, start_company
from company_network.offers.operations import write_offer
from company_network.practices.models import Practice
from company_network.practices.operations import post_practice, say_tried
from company_network.sparring.models import Sparring
from company_network.sparring.operations import ask_sparring, close_sparring
from forums.boards.models import Board
from forums.topics.models import PostKind, Reach, Topic
from forums.topics.operations import post_reply
from home.demo.people import content, uuid_of


@lru_cache
def told() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "companies.yaml").read_text(encoding="utf-8"))


def days_ago(days: int, hour: int) -> datetime:
    day = timezone.localtime(clock.now()) - timedelta(days=days)
    return day.replace(hour=hour, minute=20, second=0, microsecond=0)


def _consultant_of(network: Network) -> Person:
    held = Membership.objects.current().filter(network=network, role=Role.CONSULTANT)
    return held.order_by("pk").select_related("person")[0].person


def speaker(people: dict[str, Person], company_id: str) -> Person:
    """Who speaks for the company in the demo."""
    entry = next(one for one in content()["virksomheder"] if one["id"] == company_id)
    return people[entry["repræsentant"]["id"]]


@transaction.atomic
def load_companies(people: dict[str, Person]) -> dict[str, Company]:
    """The companies by their id in the file, each with its page and the person who speaks for it."""
    companies: dict[str, Company] = {}
    for entry in content()["virksomheder"]:
        place = next(one for one in content()["netvaerk"] if one["id"] == entry["netvaerk"])
        network = Network.objects.get(name=place["navn"])
        company = Company.objects.filter(network=network, name=entry["navn"]).first()
        if company is None:
            page = told()["sider"][entry["id"]]
            trade, _new = Trade.objects.get_or_create(name=entry["fag"])
            words = {
                "name": entry["navn"],
                "trade": trade,
                "about": entry["om"],
                "tries": entry["det_kan_man_prøve"],
                "day": page["dag"],
                "address": page["adresse"],
                # A number that nobody in Denmark has.
                "contact_phone": "12 34 56 78",
            }
            consultant = _consultant_of(network)
            with clock.at(clock.now() - timedelta(days=80)):
                company = start_company(actor=consultant, network=network, words=words)
                membership = Membership.objects.get(person=speaker(people, entry["id"]), network=network, ended_at=None)
                begin_representing(actor=consultant, company=company, membership=membership)
        companies[entry["id"]] = company
    assert Representative.objects.current().filter(company__in=companies.values()).exists()
    return companies


@transaction.atomic
def load_offers(people: dict[str, Person], companies: dict[str, Company]) -> None:
    for number, offer in enumerate(told()["praktikpladser"], start=1):
        words = {
            "title": offer["titel"],
            "at_8": offer["kl8"],
            "at_10": offer["kl10"],
            "at_12": offer["kl12"],
            "places": offer["pladser"],
            "where": offer["hvor"],
            "noise": offer["larm"],
            "pace": offer["tempo"],
            "need_not": offer["behoever_ikke"],
        }
        with clock.at(days_ago(offer["dage_siden"], 14)):
            write_offer(
                actor=speaker(people, offer["virksomhed"]),
                company=companies[offer["virksomhed"]],
                words=words,
                publish=True,
                client_uuid=uuid_of("offer", number),
            )


def _board(network: Network) -> Board:
    return Board.objects.get(space__network=network, space__kind=SpaceKind.COMPANY)


@transaction.atomic
def load_practice(people: dict[str, Person], companies: dict[str, Company]) -> None:
    """The practice posts with their answers, and where they were tried."""
    topics: dict[str, Topic] = {}
    for index, entry in enumerate(content()["virksomhedsopslag"]):
        author, company = speaker(people, entry["forfatter"]), companies[entry["forfatter"]]
        uuid = uuid_of("practice", entry["id"])
        topic = Topic.objects.filter(author=author, client_uuid=uuid).first()
        if topic is None:
            at = days_ago(entry["dage_siden"], 9 + index % 6)
            words = {
                "situation": entry["situation"],
                "did": entry["det_gjorde_vi"],
                "happened": entry["det_skete"],
                "advice": entry["raad"],
            }
            with clock.at(at):
                topic = post_practice(
                    actor=author,
                    board=_board(company.network),
                    title=entry["titel"],
                    words=words,
                    reach=Reach.ACROSS if entry["id"] in told()["paa_tvaers"] else Reach.SPACE,
                    company=company,
                    client_uuid=uuid,
                )
            for number, answer in enumerate(entry["svar"], start=1):
                with clock.at(at + timedelta(hours=3 * number)):
                    _answer(people, topic, answer["forfatter"], answer["tekst"], uuid_of("answer", entry["id"], number))
        topics[entry["id"]] = topic
    for entry in told()["proevet"]:
        practice = Practice.objects.get(topic=topics[entry["opslag"]])
        if not practice.tries.filter(company=companies[entry["virksomhed"]]).exists():
            with clock.at(days_ago(entry["dage_siden"], 13)):
                say_tried(
                    actor=speaker(people, entry["virksomhed"]),
                    practice=practice,
                    company=companies[entry["virksomhed"]],
                    line=entry["linje"],
                )


def _answer(people: dict[str, Person], topic: Topic, company_id: str, words: str, uuid: UUID) -> None:
    post_reply(actor=speaker(people, company_id), topic=topic, kind=PostKind.ANSWER, body=words, client_uuid=uuid)


@transaction.atomic
def load_sparring(people: dict[str, Person], companies: dict[str, Company]) -> None:
    """One question that waits for its first answer, and one whose asker has said what came of it."""
    for entry in told()["sparring"]:
        asker, uuid = speaker(people, entry["virksomhed"]), uuid_of("sparring", entry["id"])
        if Topic.objects.filter(author=asker, client_uuid=uuid).exists():
            continue
        at = days_ago(entry["dage_siden"], 10)
        with clock.at(at):
            topic = ask_sparring(
                actor=asker,
                board=_board(companies[entry["virksomhed"]].network),
                question=entry["titel"],
                body=entry["tekst"],
                client_uuid=uuid,
            )
        for number, answer in enumerate(entry["svar"], start=1):
            with clock.at(at + timedelta(hours=5 * number)):
                _answer(people, topic, answer["virksomhed"], answer["tekst"], uuid_of("spar", entry["id"], number))
        if outcome := entry.get("det_gjorde_vi"):
            with clock.at(days_ago(entry["lukket_dage_siden"], 15)):
                close_sparring(actor=asker, sparring=Sparring.objects.get(topic=topic), outcome=outcome)


@transaction.atomic
def load_company_meetings(people: dict[str, Person], companies: dict[str, Company]) -> None:
    """The company network's next meeting; a new one where the last has been."""
    for entry in told()["moeder"]:
        place = next(one for one in content()["netvaerk"] if one["id"] == entry["netvaerk"])
        network = Network.objects.get(name=place["navn"])
        group = network.groups.get(kind=GroupKind.COMPANY_NETWORK)
        if Meeting.objects.upcoming().filter(group=group).exists():
            continue
        day = timezone.localdate(clock.now()) + timedelta(days=entry["om_dage"])
        meeting = open_meeting(
            actor=_consultant_of(network),
            group=group,
            starts_at=moment(day, time.fromisoformat(entry["kl"])),
            minutes=entry["minutter"],
            place=entry["sted"],
        )
        for number, case in enumerate(entry["sager"], start=1):
            propose_point(
                actor=speaker(people, case["virksomhed"]),
                meeting=meeting,
                kind=PointKind.CASE,
                title=case["titel"],
                words=case["tekst"],
                client_uuid=uuid_of("case", meeting.pk, number),
            )
        propose_point(
            actor=people[entry["tema"]["ansat"]],
            meeting=meeting,
            kind=PointKind.THEME,
            title=entry["tema"]["titel"],
            words=entry["tema"]["tekst"],
            client_uuid=uuid_of("theme", meeting.pk),
        )
